import assert from "node:assert/strict";
import { test } from "node:test";

import { formatRate, formatTime, frameAt, frameRate } from "../src/frames.js";

test("a frame lasts until the next one starts", () => {
  const times = [0, 0.04, 0.08, 1];
  assert.deepEqual([-1, 0, 0.039, 0.04, 0.0399999, 0.5, 1, 9].map((time) => frameAt(times, time)), [0, 0, 0, 1, 1, 2, 3, 3]);
});

test("the frame rate is that of the median step", () => {
  assert.equal(frameRate([0, 0.5, 1, 9]), 2);
  assert.ok(Number.isNaN(frameRate([0])));
  assert.equal(formatRate(29.97003), "29.97 fps");
  assert.equal(formatRate(NaN), "");
});

test("times have minutes, and hours if needed", () => {
  assert.deepEqual([0, 1.239, 59.999, 61.5, 3723.456].map(formatTime), ["0:00.00", "0:01.24", "1:00.00", "1:01.50", "1:02:03.46"]);
});
