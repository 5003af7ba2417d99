import assert from "node:assert/strict";
import { test } from "node:test";

import { leaveAfterPointer, usesKey } from "../src/controls/keyboard.js";

/** An element; `matching` are the selectors that it matches. */
function control(tagName, { type, matching = [], classes = [], editable = false, throws = false } = {}) {
  const matches = (selector) => {
    if (throws) throw new SyntaxError(selector);
    return selector.split(", ").some((each) => matching.includes(each));
  };
  return { tagName, type, matches, isContentEditable: editable, classList: { contains: (name) => classes.includes(name) } };
}

const SPACE = " ";
const list = control("SELECT");
const openList = control("SELECT", { matching: [":open"] });
const oldList = control("SELECT", { throws: true });
const scrubber = control("INPUT", { type: "range", classes: ["scrubber"] });

for (const [title, focused, used, free] of [
  ["a text field", control("INPUT", { type: "text" }), [SPACE, "ArrowLeft", "Home", "s"], []],
  ["a search field", control("INPUT", { type: "search" }), [SPACE, "l"], []],
  ["an area of text", control("TEXTAREA"), [SPACE, "ArrowLeft", "s"], []],
  ["editable text", control("DIV", { editable: true }), [SPACE, "Home", "s"], []],
  ["an open list", openList, [SPACE, "ArrowLeft", "n"], []],
  ["a closed list", list, ["ArrowLeft", "Home", "n"], [SPACE]],
  ["a list in an older browser", oldList, ["ArrowLeft"], [SPACE]],
  ["a button", control("BUTTON", { matching: ["button"] }), [SPACE], ["ArrowLeft", "s", "Home"]],
  ["a switch", control("DIV", { matching: ["[role=switch]"] }), [SPACE], ["ArrowLeft"]],
  ["a checkbox", control("INPUT", { type: "checkbox" }), [SPACE], ["ArrowLeft", "s"]],
  ["a radio button", control("INPUT", { type: "radio" }), [SPACE, "ArrowLeft"], ["s"]],
  ["the scrubber", scrubber, [], [SPACE, "ArrowLeft", "Home", "End", "s"]],
  ["another slider", control("INPUT", { type: "range" }), ["ArrowLeft", "Home", "End"], [SPACE, "s"]],
  ["anything else", control("DIV"), [], [SPACE, "ArrowLeft", "s"]],
]) {
  test(`keys of ${title} stay its own`, () => {
    for (const key of used) assert.equal(usesKey(focused, key), true, key);
    for (const key of free) assert.equal(usesKey(focused, key), false, key);
  });
}

test("a list is left after a choice with the mouse, and not after one with keys", () => {
  const choice = Object.assign(new EventTarget(), { matches: () => false });
  let left = 0;
  leaveAfterPointer(choice, () => (left += 1));
  const send = (...types) => types.forEach((type) => choice.dispatchEvent(new Event(type)));
  send("keydown", "change");
  assert.equal(left, 0);
  send("pointerdown", "change");
  assert.equal(left, 1);
  send("keydown", "change");
  assert.equal(left, 1);
});
