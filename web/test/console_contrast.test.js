import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../console/styles/base.css", import.meta.url), "utf8");
const colours = Object.fromEntries(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]),
);
const GROUNDS = ["page", "surface", "raised", "hover", "busy-back"];
const PAIRS = [
  ...["text", "dim", "faint", "accent"].flatMap((text) => GROUNDS.map((ground) => [text, ground])),
  ...["good", "bad", "busy"].map((text) => [text, `${text}-back`]),
  ["text", "bad-back"],
  ["on-accent", "accent"],
];

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("texts have the contrast of WCAG 2.2 AA on all grounds, light and dark", () => {
  for (const scheme of ["light", "dark"]) {
    for (const [text, ground] of PAIRS) {
      const [dark, light] = [colours[text][scheme], colours[ground][scheme]].map(luminance).sort((a, b) => a - b);
      const contrast = (light + 0.05) / (dark + 0.05);
      assert.ok(contrast >= 4.5, `${scheme}: ${text} on ${ground}: ${contrast.toFixed(2)}`);
    }
  }
});
