import assert from "node:assert/strict";
import { test } from "node:test";

import { readBvh } from "../src/sources/bvh.js";
import { readGlb } from "../src/sources/glb.js";
import { View } from "../src/scene/view.js";

globalThis.self ??= globalThis;

const encode = (text) => new TextEncoder().encode(text).buffer;

test("a place replaces the offset of a BVH joint, of the root and of others", async () => {
  const text = `HIERARCHY
ROOT Hips
{
  OFFSET 10 90 5
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Head
  {
    OFFSET 0 50 0
    CHANNELS 4 Yposition Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0 2000 0
    }
  }
}
MOTION
Frames: 1
Frame Time: 0.04
20 100 0 0 0 0 60 0 0 0
`;
  const [actor] = (await readBvh(encode(text), "")).actors;
  actor.update(0);
  assert.deepEqual([...actor.points.subarray(0, 6)].map((value) => Math.round(value * 1000)), [200, 1000, 0, 200, 1600, 0]);
});

test("BVH channels turn in their order, and frames are interpolated", async () => {
  const text = `HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Hand
  {
    OFFSET 0 1 0
    CHANNELS 0
    End Site
    {
      OFFSET 1 0 0
    }
  }
}
MOTION
Frames: 2
Frame Time: 1
0 0 0 0 0 0
2 0 0 90 0 90
`;
  const recording = await readBvh(encode(text), "");
  const [actor] = recording.actors;
  const places = (time) => {
    actor.update(time);
    return [...actor.points].map((value) => Math.round(value * 100) / 100 + 0);
  };
  assert.deepEqual(places(0), [0, 0, 0, 0, 1, 0, 1, 1, 0]);
  // First about Z, then about the turned Y: the hand is at -X, and what pointed along X points along -Z.
  assert.deepEqual(places(1), [2, 0, 0, 1, 0, 0, 1, 0, -1]);
  assert.deepEqual(places(9), places(1));
  // Half of both turns is a third of a turn about one axis.
  assert.deepEqual(places(0.5).slice(0, 3), [1, 0, 0]);
  const [, , , x, y, z] = places(0.5);
  assert.ok(Math.abs(Math.hypot(x - 1, y, z) - 1) < 0.02);
  assert.deepEqual([recording.duration, recording.actors[0].joints.map(({ name, parent }) => `${name}${parent}`)], [1, ["Hips-1", "Hand0", "1"]]);
});

/** Return a GLB file in which nodes of a chain move along x; each track is a node, times and places. */
function glb(tracks, extensions = {}) {
  const accessors = [];
  const bufferViews = [];
  const numbers = [];
  const add = (values, type) => {
    bufferViews.push({ buffer: 0, byteOffset: numbers.length * 4, byteLength: values.length * 4 });
    numbers.push(...values);
    const count = type === "VEC3" ? values.length / 3 : values.length;
    return accessors.push({ bufferView: accessors.length, componentType: 5126, count, type }) - 1;
  };
  const samplers = tracks.map(([, times, places]) => ({ input: add(times, "SCALAR"), output: add(places.flatMap((x) => [x, 0, 0]), "VEC3") }));
  const document = {
    ...extensions,
    asset: { version: "2.0" },
    nodes: [{ name: "Root", children: [1] }, { name: "Head" }],
    scenes: [{ nodes: [0] }],
    scene: 0,
    animations: [{ samplers, channels: tracks.map(([node], sampler) => ({ sampler, target: { node, path: "translation" } })) }],
    buffers: [{ byteLength: numbers.length * 4 }],
    ...{ bufferViews, accessors },
  };
  const text = JSON.stringify(document);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const binary = new Uint8Array(Float32Array.from(numbers).buffer);
  const header = Uint32Array.of(0x46546c67, 2, 28 + json.length + binary.length, json.length, 0x4e4f534a);
  const parts = [new Uint8Array(header.buffer), json, new Uint8Array(Uint32Array.of(binary.length, 0x4e4942).buffer), binary];
  return Uint8Array.from(parts.flatMap((part) => [...part])).buffer;
}

for (const [title, tracks, times] of [
  ["the longest track has fewer keys", [[1, [0, 0.5, 1], [0, 0, 0]], [0, [0, 4], [0, 8]]], [0, 0.5, 1, 4]],
  ["all tracks have the same keys", [[0, [0, 2, 4], [0, 4, 8]], [1, [0, 2, 4], [0, 0, 0]]], [0, 2, 4]],
  ["the motion starts later", [[0, [0.5, 2.5, 4.5], [0, 4, 8]], [1, [0.5, 4.5], [0, 0]]], [0, 2, 4]],
  ["tracks start and end at different times", [[0, [0.5, 4.5], [0, 8]], [1, [1.5, 2.5, 3.5], [0, 0, 0]]], [0, 1, 2, 3, 4]],
]) {
  test(`a GLB file plays from its first key to its last one: ${title}`, async () => {
    const recording = await readGlb(glb(tracks), "");
    assert.deepEqual([...recording.times], times);
    const [actor] = recording.actors;
    for (const time of [0, 1, 2, 4]) {
      actor.update(time);
      assert.ok(Math.abs(actor.points[0] - 2 * time) < 1e-5);
    }
  });
}

for (const [extensions, message] of [
  [{ extensionsRequired: ["KHR_draco_mesh_compression"] }, /compressed with Draco \(KHR_draco_mesh_compression\)/],
  [{ extensionsUsed: ["KHR_draco_mesh_compression"] }, /compressed with Draco/],
  [{ extensionsRequired: ["KHR_texture_basisu"] }, /compressed with KTX2 textures \(Basis Universal\)/],
  [{ extensionsRequired: ["EXT_meshopt_compression", "KHR_mesh_quantization"] }, /compressed with meshopt \(EXT_meshopt_compression\), which/],
  [{ extensionsRequired: ["KHR_draco_mesh_compression", "KHR_texture_basisu"] }, /with Draco and KTX2 textures/],
  [{ extensionsRequired: "KHR_meshopt_compression" }, /compressed with meshopt/],
]) {
  test(`a compressed GLB file is refused with the name of its compression: ${JSON.stringify(extensions)}`, async () => {
    await assert.rejects(readGlb(glb([[0, [0, 1], [0, 1]]], extensions), ""), { message });
  });
}

for (const extensions of [{ extensionsUsed: ["KHR_texture_basisu", "EXT_meshopt_compression"] }, { extensionsRequired: ["KHR_mesh_quantization"] }]) {
  test(`a GLB file that can be read without a decoder is shown: ${JSON.stringify(extensions)}`, async () => {
    assert.equal((await readGlb(glb([[0, [0, 1], [0, 1]]], extensions), "")).actors.length, 1);
  });
}

test("a GLB file whose JSON is malformed is refused", async () => {
  const buffer = glb([[0, [0, 1], [0, 1]]]);
  new Uint8Array(buffer)[20] = 33;
  await assert.rejects(readGlb(buffer, ""), { message: /its JSON chunk cannot be read/ });
});

test("a following camera sees the actors of each pane from the same side", () => {
  const view = new View(null, () => {});
  view.setPlaces([{ points: [0, 1, 0], centre: [0, 1, 0] }]);
  assert.equal(view.shiftTo([5, 1, 2]), null);
  view.follow = true;
  view.reset(1, [1, 1, 1]);
  view.track([2, 1, 1]);
  assert.deepEqual(view.shiftTo([5, 9, 2]).toArray(), [3, 0, 1]);
  assert.equal(view.shiftTo(null), null);
});

test("any number of joints fits into the view", () => {
  const view = new View(null, () => {});
  const points = Array.from({ length: 600_000 }, (_, index) => index % 3);
  view.setPlaces([{ points, centre: [0, 1, 2] }]);
  assert.equal(view.shouldFollow(1), false);
  view.reset(1, [0, 1, 2]);
  assert.ok(view.camera.position.length() < 100);
});
