import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { loadRecording } from "../src/sources/load.js";
import { createPauses } from "../src/sources/pauses.js";

const request = globalThis.fetch;
afterEach(() => (globalThis.fetch = request));

const { signal } = new AbortController();
const BVH = `HIERARCHY
ROOT Hips
{
OFFSET 0 0 0
CHANNELS 1 Xposition
}
MOTION
Frames: 100000
Frame Time: 0.1
${"1\n".repeat(100_000)}`;

const streamOf = (parts) =>
  new ReadableStream({
    start(stream) {
      parts.forEach((part) => stream.enqueue(part));
      stream.close();
    },
  });

function serve(...chunks) {
  const parts = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  globalThis.fetch = async () => new Response(streamOf(parts), { headers: { "Content-Length": String(size) } });
}

test("progress is reported while files arrive and while they are read", async () => {
  serve(BVH.slice(0, BVH.length / 2), BVH.slice(BVH.length / 2));
  const shares = [];
  const parts = [{ name: "a.bvh", url: "a" }, { name: "b.bvh", url: "b" }];
  const recording = await loadRecording({ kind: "bvh", parts }, { signal, onProgress: (share) => shares.push(share) });
  assert.deepEqual(recording.actors.map(({ name }) => name), ["a", "b"]);
  assert.deepEqual(shares, [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1].map((share) => shares.find((each) => Math.abs(each - share) < 0.001)));
});

test("an empty file is called empty", async () => {
  for (const kind of ["glb", "bvh", "motion"]) {
    globalThis.fetch = async () => new Response(new Uint8Array(), { headers: { "Content-Length": "0" } });
    await assert.rejects(loadRecording({ kind, url: "x" }, { signal, onProgress: () => {} }), { message: "The file is empty. Download it again." });
  }
});

test("reading ends when the source is closed", async () => {
  const closing = new AbortController();
  serve(BVH);
  const loading = loadRecording({ kind: "bvh", url: "a" }, { signal: closing.signal, onProgress: (share) => share > 0.5 && closing.abort() });
  await assert.rejects(loading, { name: "AbortError" });
});

test("long work pauses at once, and then after a while", async () => {
  const clock = performance.now;
  let now = 0;
  performance.now = () => now;
  try {
    let paused = 0;
    const pause = createPauses();
    const step = async () => {
      let later = false;
      setTimeout(() => (later = true));
      await pause();
      if (later) paused += 1;
    };
    await step();
    await step();
    assert.equal(paused, 1);
    now += 50;
    await step();
    assert.equal(paused, 2);
  } finally {
    performance.now = clock;
  }
});
