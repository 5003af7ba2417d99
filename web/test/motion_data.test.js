import assert from "node:assert/strict";
import { test } from "node:test";

import { readMotionData } from "../src/sources/motion_data.js";
import { middleOf, samplePlaces, withoutPrefix } from "../src/sources/recording.js";

function encode(actors, arrays) {
  let header = new TextEncoder().encode(JSON.stringify({ actors }));
  header = new Uint8Array([...header, ...Array(-header.length & 3).fill(32)]);
  const size = new Uint8Array(new Uint32Array([header.length]).buffer);
  const values = new Uint8Array(new Float32Array(arrays.flat()).buffer);
  return new Uint8Array([...new TextEncoder().encode("MOVEMOT1"), ...size, ...header, ...values]).buffer;
}

const JOINTS = [{ name: "Root", parent: -1 }, { name: "Neck", parent: 0 }];

test("Z-up positions are turned to Y up, and interpolated between frames", () => {
  const actor = { name: "a", frames: 2, up: "z", joints: JOINTS };
  const recording = readMotionData(encode([actor], [[0, 1], [1, 2, 3, 0, 0, 0], [3, 4, 5, NaN, 0, 0]]));
  assert.deepEqual([recording.duration, recording.rate, recording.actors.length], [1, 1, 1]);
  const [{ points, update }] = recording.actors;
  update(0);
  assert.deepEqual([...points.slice(0, 3)], [1, 3, -2]);
  update(0.5);
  assert.deepEqual([...points.slice(0, 3)], [2, 4, -3]);
  update(5);
  assert.deepEqual([...points.slice(0, 3)], [3, 5, -4]);
  assert.ok(Number.isNaN(points[3]));
});

test("actors of unequal length share a clock, and the longest one counts frames", () => {
  const actors = [1, 3].map((frames) => ({ name: "", frames, up: "y", joints: JOINTS.slice(0, 1) }));
  const recording = readMotionData(encode(actors, [[0], [1, 2, 3], [0, 1, 2], [5, 6, 7, 5, 6, 7, 7, 8, 9]]));
  assert.deepEqual([...recording.times], [0, 1, 2]);
  recording.update(2);
  assert.deepEqual(middleOf(recording.actors), [4, 5, 6]);
  const samples = samplePlaces([recording], 1);
  assert.deepEqual(samples.map(({ points }) => points), [[1, 2, 3, 5, 6, 7], [1, 2, 3, 7, 8, 9]]);
});

test("another file is refused", () => {
  assert.throws(() => readMotionData(new ArrayBuffer(0)), { message: /unknown form/ });
  assert.throws(() => readMotionData(new TextEncoder().encode("{}").buffer), { message: /unknown form/ });
});

test("what all names start with is left out", () => {
  assert.deepEqual(withoutPrefix(["Actor01_Root", "Actor01_Left_hip", ""]), ["Root", "Left_hip", ""]);
  assert.deepEqual(withoutPrefix(["mixamorig:Hips", "mixamorig:Spine"]), ["Hips", "Spine"]);
  assert.deepEqual(withoutPrefix(["Left_hip", "Root"]), ["Left_hip", "Root"]);
  assert.deepEqual(withoutPrefix(["Left_hip"]), ["Left_hip"]);
});
