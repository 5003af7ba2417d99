import assert from "node:assert/strict";
import { test } from "node:test";

import { Playback } from "../src/playback.js";

function create(duration = 4) {
  const playback = new Playback(() => (playback.changes = (playback.changes ?? 0) + 1));
  playback.setDuration(duration);
  return playback;
}
const keep = (time) => time;

test("time passes at the speed, while it plays", () => {
  const playback = create();
  playback.advance(1, keep);
  assert.equal(playback.time, 0);
  playback.play();
  playback.setSpeed(0.5);
  playback.advance(1, keep);
  assert.equal(playback.time, 0.5);
  playback.pause();
  playback.advance(1, keep);
  assert.equal(playback.time, 0.5);
});

test("a video corrects the time", () => {
  const playback = create();
  playback.play();
  playback.advance(1, (time) => time - 0.25);
  assert.equal(playback.time, 0.75);
});

test("at the end it starts again, or pauses", () => {
  const playback = create();
  playback.play();
  playback.advance(5, keep);
  assert.deepEqual([playback.time, playback.playing], [0, true]);
  playback.repeat = false;
  playback.advance(5, keep);
  assert.deepEqual([playback.time, playback.playing], [4, false]);
  playback.play();
  assert.equal(playback.time, 0);
});

test("a position is limited to the duration, also when that changes", () => {
  const playback = create();
  playback.seek(9);
  assert.equal(playback.time, 4);
  playback.seek(-1);
  assert.equal(playback.time, 0);
  playback.seek(3);
  playback.setDuration(2);
  assert.equal(playback.time, 2);
  assert.ok(playback.changes >= 5);
});

test("a video is sought after a jump, however small", () => {
  const playback = create();
  const jumps = [playback.jumps];
  const note = () => jumps.push(playback.jumps);
  for (const jump of [() => playback.seek(0.1), () => playback.play(), () => playback.advance(0.2, keep), () => playback.setSpeed(2), () => playback.advance(3, keep)]) {
    jump();
    note();
  }
  assert.equal(playback.time, 0);
  assert.deepEqual(jumps, [0, 1, 1, 1, 1, 2]);
});

test("a time or a speed that is no number is refused, and nothing changes", () => {
  const playback = create();
  playback.seek(1);
  const before = JSON.stringify(playback);
  for (const value of [NaN, undefined, null, "2", {}]) {
    assert.throws(() => playback.seek(value), TypeError);
    assert.throws(() => playback.setSpeed(value), TypeError);
  }
  for (const value of [0, -1, 0.01, 17, Infinity]) assert.throws(() => playback.setSpeed(value), RangeError);
  assert.equal(JSON.stringify(playback), before);
});

test("an infinite time is the start or the end", () => {
  const playback = create();
  playback.seek(Infinity);
  assert.equal(playback.time, 4);
  playback.seek(-Infinity);
  assert.equal(playback.time, 0);
});

test("what corrects the time may hold it", () => {
  const playback = create();
  playback.play();
  playback.advance(1, keep);
  playback.advance(1, (_time, now) => now);
  assert.equal(playback.time, 1);
});
