// The clock that all panes share.
import { ensureInRange, ensureNumber } from "./numbers.js";

/** Speeds at which browsers play videos. */
export const [SLOWEST, FASTEST] = [0.0625, 16];

/** Time, speed and state of playback. `onChange` is called after each change except the passage of time. */
export class Playback {
  time = 0;
  duration = 0;
  speed = 1;
  playing = false;
  repeat = true;
  /** Number of times that it went elsewhere than time does. */
  jumps = 0;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
  }

  play() {
    if (this.playing) return;
    if (this.time >= this.duration) this.#jump(0);
    this.playing = true;
    this.onChange();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.onChange();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** @param {number} time Seconds; limited to the duration. @throws {TypeError} It is NaN, or not a number. */
  seek(time) {
    this.#jump(Math.min(Math.max(ensureNumber(time, "time"), 0), this.duration));
    this.onChange();
  }

  #jump(time) {
    this.time = time;
    this.jumps += 1;
  }

  /** @param {number} speed 1 is the speed of the recording. @throws {TypeError | RangeError} */
  setSpeed(speed) {
    this.speed = ensureInRange(speed, "speed", SLOWEST, FASTEST);
    this.onChange();
  }

  /** @param {number} duration Seconds of the longest source. */
  setDuration(duration) {
    this.duration = duration;
    this.time = Math.min(this.time, duration);
    this.onChange();
  }

  /**
   * Let time pass. At the end, start again or pause.
   *
   * @param {number} elapsed Seconds of real time.
   * @param {(time: number, now: number) => number} correct Returns the time at which a video is, for the predicted time and
   *   the current one.
   */
  advance(elapsed, correct) {
    if (!this.playing) return;
    this.time = correct(this.time + elapsed * this.speed, this.time);
    if (this.time < this.duration) return;
    this.#jump(this.repeat ? 0 : this.duration);
    this.playing = this.repeat && this.duration > 0;
    this.onChange();
  }
}
