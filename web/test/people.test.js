import assert from "node:assert/strict";
import { test } from "node:test";

import { numberPeople } from "../src/sources/people.js";
import { Recording, samplePlaces } from "../src/sources/recording.js";

/** A recording of actors who stand at places on the x axis; `spread` is the size of the box around the joints. */
function record(kind, places, { spread = 1 } = {}) {
  const recording = new Recording();
  for (const x of places) {
    const points = Float32Array.of(x, 0, 0, x - spread / 2, 0, 0, x + spread / 2, 1.8, 0);
    const joints = ["a", "b", "c"].map((name) => ({ name, parent: -1 }));
    recording.add({ name: "", joints, points, update: () => {}, hasMesh: false }, [0, 1]);
  }
  return { kind, recording };
}

function number(...shown) {
  numberPeople(shown);
  return shown.map(({ recording }) => recording.numbers);
}

test("people have the same number in files that list them in other orders", () => {
  assert.deepEqual(number(record("glb", [0, 3]), record("bvh", [3, 0]), record("motion", [0.1, 2.9], { spread: 1.2 })), [[0, 1], [1, 0], [0, 1]]);
  assert.deepEqual(number(record("glb", [0, 3, 6]), record("bvh", [6, 0, 3])), [[0, 1, 2], [2, 0, 1]]);
});

test("files with one person each have the numbers of a file with all", () => {
  assert.deepEqual(number(record("glb", [0, 3]), record("bvh", [3]), record("bvh", [0])), [[0, 1], [1], [0]]);
});

test("other people in files of one kind have other numbers", () => {
  assert.deepEqual(number(record("bvh", [0]), record("bvh", [3]), record("bvh", [0])), [[0], [1], [0]]);
});

test("people who are elsewhere in another format keep their order", () => {
  assert.deepEqual(number(record("glb", [0, 3]), record("bvh", [50, 53])), [[0, 1], [0, 1]]);
  assert.deepEqual(number(record("glb", [NaN, 3]), record("bvh", [NaN, 3])), [[0, 1], [0, 1]]);
});

test("people who are close together have numbers of their own", () => {
  assert.deepEqual(number(record("glb", [0, 0.2]), record("bvh", [0.22, 0.02])), [[0, 1], [1, 0]]);
});

test("the middle of all recordings is where the camera looks", () => {
  const [sample] = samplePlaces([record("bvh", [0]).recording, record("bvh", [4]).recording], 1);
  assert.deepEqual(sample.centre, [2, 0, 0]);
  assert.equal(sample.points.length, 18);
});
