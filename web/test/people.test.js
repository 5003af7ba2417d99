import assert from "node:assert/strict";
import { test } from "node:test";

import { numberPeople } from "../src/sources/people.js";
import { middleOfPoints, Recording, samplePlaces } from "../src/sources/recording.js";

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

test("each recording has a middle of its own, so that a camera that follows shows each of them", () => {
  const samples = samplePlaces([record("bvh", [0, 2]).recording, record("bvh", [4]).recording], 1);
  assert.deepEqual(samples.map(({ centre }) => centre), [[1, 0, 0], [4, 0, 0], [1, 0, 0], [4, 0, 0]]);
  assert.deepEqual(samples.map(({ points }) => points.length), [18, 9, 18, 9]);
});

test("a joint that stays at the origin, or is unknown, does not hold the middle of an actor", () => {
  const body = [7, 1, 3, 7.5, 1.5, 3, 6.5, 0.5, 3];
  assert.deepEqual(middleOfPoints([0, 0, 0, ...body]), [6.75, 0.75, 3]);
  assert.deepEqual(middleOfPoints([NaN, 0, 0, 0, NaN, NaN, ...body]), [7, 1, 3]);
  assert.equal(middleOfPoints([NaN, 1, 2]), null);
  assert.equal(middleOfPoints([]), null);
});

test("a joint that stays at the origin does not make the view wider", () => {
  const { recording } = record("bvh", [50]);
  const points = Float32Array.of(0, 0, 0, ...recording.actors[0].points, NaN, 0, 0);
  Object.assign(recording.actors[0], { points });
  assert.deepEqual(samplePlaces([recording], 1)[0].points, [...points.slice(3, 12)]);
});
