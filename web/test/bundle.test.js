import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const BUILT = new URL("../../src/move_ugc_async/viewer/static/viewer.js", import.meta.url);

test("the built file can be imported where there is no document", async () => {
  const names = Object.keys(await import(BUILT.href));
  assert.deepEqual(names.sort(), ["MoveViewerElement", "Viewer", "createViewer"]);
});

test("another front end can bundle the built file", async () => {
  const contents = 'import { createViewer } from "viewer"; export const show = (element) => createViewer(element);';
  const { outputFiles, warnings } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    ...{ alias: { viewer: fileURLToPath(BUILT) }, bundle: true, format: "esm", write: false, logLevel: "silent" },
  });
  assert.deepEqual(warnings, []);
  assert.match(outputFiles[0].text, /show/);
});
