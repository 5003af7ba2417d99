import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { VideoTrack } from "../src/video.js";

/** A video that does nothing by itself. */
class FakeVideo extends EventTarget {
  currentTime = 0;
  duration = 4;
  playbackRate = 1;
  paused = true;
  seeking = false;
  ended = false;
  readyState = 4;
  error = { message: "DEMUXER_ERROR_COULD_NOT_OPEN: cannot open" };
  setAttribute() {}
  removeAttribute() {}
  append() {}
  load() {}
  pause() {
    this.paused = true;
  }
  async play() {
    this.paused = false;
  }
}

let video;
let now = 0;
const { document: page, fetch: request } = globalThis;
const clock = performance.now;

beforeEach(() => {
  video = new FakeVideo();
  now = 1000;
  globalThis.document = { createElement: () => video };
  performance.now = () => now;
});
afterEach(() => {
  Object.assign(globalThis, { document: page, fetch: request });
  performance.now = clock;
});

const open = (onError = () => {}) => new VideoTrack("dance.mp4", "dance.mp4", () => {}, onError);
const playing = { speed: 1, playing: true };

test("playback waits while a video jumps, so that it does not lag behind after a loop", () => {
  const track = open();
  track.apply({ ...playing, time: 0, jumps: 0 });
  video.currentTime = 3.9;
  track.apply({ ...playing, time: 0, jumps: 1 });
  assert.equal(video.currentTime, 0.001);
  video.seeking = true;
  assert.equal(track.correct(0.02, 0), 0);
  video.seeking = false;
  video.readyState = 2;
  assert.equal(track.correct(0.02, 0), 0);
  video.readyState = 4;
  assert.ok(Math.abs(track.correct(0.02, 0) - 0.02) < 0.01);
  // Later gaps in its data stop nothing.
  video.readyState = 2;
  assert.equal(track.correct(1.02, 1), 1.02);
});

test("playback goes on without a video that does not arrive", () => {
  const track = open();
  video.currentTime = 3.9;
  track.apply({ ...playing, time: 0, jumps: 1 });
  video.seeking = true;
  now += 499;
  assert.equal(track.correct(0.02, 0), 0);
  now += 1;
  assert.equal(track.correct(0.02, 0), 0.02);
});

test("a second video plays slower or faster until it is in step, and is sought when it is far off", () => {
  const track = open();
  track.apply({ ...playing, time: 1, jumps: 0 });
  const rateAt = (drift) => {
    video.currentTime = 1 + drift;
    track.keepUp({ time: 1, speed: 0.5 });
    return video.playbackRate;
  };
  assert.deepEqual([-0.2, -0.04, -0.02, 0, 0.02, 0.04, 0.2].map(rateAt), [0.625, 0.625, 0.5, 0.5, 0.5, 0.4, 0.4]);
  assert.equal(video.currentTime, 1.2);
  rateAt(-0.3);
  assert.equal(video.currentTime, 1.001);
});

test("a second video catches up only at rates that browsers allow", () => {
  const track = open();
  track.apply({ ...playing, time: 1, jumps: 0 });
  const rateAt = (speed, drift) => {
    video.currentTime = 1 + drift;
    track.keepUp({ time: 1, speed });
    return video.playbackRate;
  };
  assert.deepEqual([rateAt(16, -0.1), rateAt(15, -0.1), rateAt(16, 0.1)], [16, 16, 12.8]);
  assert.deepEqual([rateAt(0.0625, 0.1), rateAt(0.0625, -0.1)], [0.0625, 0.078125]);
});

for (const [title, length, message] of [
  ["an empty file", "0", /^The video is empty: the file has 0 bytes/],
  ["another file", "12", /^The browser cannot play this video: cannot open\. H\.264/],
]) {
  test(`a video that cannot be played has a message: ${title}`, async () => {
    globalThis.fetch = async (_url, { method }) => ({ ok: method === "HEAD", headers: new Headers({ "Content-Length": length }) });
    const shown = await new Promise((done) => {
      open(done);
      video.dispatchEvent(new Event("error"));
    });
    assert.match(shown, message);
  });
}

test("a video that was closed reports no error", async () => {
  let asked;
  globalThis.fetch = () => new Promise((_done, fail) => (asked = fail));
  const track = open(() => assert.fail("it was closed"));
  video.dispatchEvent(new Event("error"));
  track.dispose();
  asked(new Error("offline"));
  await new Promise((done) => setImmediate(done));
});
