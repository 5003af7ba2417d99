// The clock that all panes share.

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

  /** @param {number} time Seconds; limited to the duration. */
  seek(time) {
    this.#jump(Math.min(Math.max(time, 0), this.duration));
    this.onChange();
  }

  #jump(time) {
    this.time = time;
    this.jumps += 1;
  }

  /** @param {number} speed 1 is the speed of the recording. */
  setSpeed(speed) {
    this.speed = speed;
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
   * @param {(time: number) => number} correct Returns the time that a video shows instead of the predicted one.
   */
  advance(elapsed, correct) {
    if (!this.playing) return;
    this.time = correct(this.time + elapsed * this.speed);
    if (this.time < this.duration) return;
    this.#jump(this.repeat ? 0 : this.duration);
    this.playing = this.repeat && this.duration > 0;
    this.onChange();
  }
}
