import assert from "node:assert/strict";
import { test } from "node:test";

import { namesOf } from "../console/explorer/operations.js";

test("operations of a document have names, and a malformed document has none", () => {
  assert.deepEqual(namesOf("query A { a } mutation B { b } fragment F on X { c } { d }"), ["A", "B"]);
  assert.equal(namesOf("query A {"), null);
});
