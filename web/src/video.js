// The rendered video, in step with the motion.
import { element } from "./dom.js";
import { FASTEST, SLOWEST } from "./playback.js";

/** Seconds by which a playing video may be off before it seeks; less is corrected little by little. */
const MAX_DRIFT = 0.25;
const CORRECTION = 0.15;
/** Seconds by which a second video may be off, and the speeds at which it catches up. */
const TOLERANCE = 0.03;
const SLOWER = 0.8;
const FASTER = 1.25;
/** Seconds: a video shows the frame that starts before a time, and times are rounded. */
const ROUNDING = 0.001;
const HAVE_FUTURE_DATA = 3;
/** Milliseconds for which playback waits until the video has jumped, such as back to its start. */
const MAX_WAIT = 500;

/** A video element that follows playback. */
export class VideoTrack {
  #wanted = null;
  #disposed = false;
  #jumps = 0;
  /** When playback began to wait for a jump; null if it does not. */
  #waiting = null;

  /**
   * @param {string} url
   * @param {string} name
   * @param {() => void} onReady Called when the duration is known.
   * @param {(message: string) => void} onError
   */
  constructor(url, name, onReady, onError) {
    this.video = element("video", { src: url, muted: true, playsInline: true, preload: "auto", "aria-label": name });
    this.video.addEventListener("loadedmetadata", onReady);
    this.video.addEventListener("seeked", () => this.#seekWanted());
    this.video.addEventListener("error", async () => {
      // A disposed video has no source, and no error.
      const reason = this.video.error?.message.replace(/^.*?: /, "");
      const unplayable = `The browser cannot play this video${reason ? `: ${reason}` : ""}. H.264 in MP4 is widely supported.`;
      const message = (await isEmpty(url)) ? "The video is empty: the file has 0 bytes. Download it again." : unplayable;
      if (!this.#disposed) onError(message);
    });
  }

  get duration() {
    return Number.isFinite(this.video.duration) ? this.video.duration : 0;
  }

  /** Play, pause and seek as playback does. @param {import("./playback.js").Playback} playback */
  apply({ time, speed, playing, jumps }) {
    this.video.playbackRate = speed;
    const jumped = jumps !== this.#jumps;
    this.#jumps = jumps;
    if (playing && time < this.duration) {
      if (jumped) this.#waiting = performance.now();
      if (jumped || Math.abs(this.video.currentTime - time) > MAX_DRIFT || this.video.ended) this.#seek(time);
      // A pause that follows at once aborts the play, which is no error.
      if (this.video.paused) this.video.play().catch(() => {});
      return;
    }
    this.video.pause();
    this.#seek(time);
  }

  /**
   * Return the time at which playback should be, to stay in step with the video.
   *
   * @param {number} time Predicted, in seconds.
   * @param {number} now The current time of playback: a video that jumps takes a while, and plays from there on.
   */
  correct(time, now) {
    const { video } = this;
    if (video.paused || video.ended) return time;
    if (video.seeking || video.readyState < HAVE_FUTURE_DATA) {
      return this.#waiting !== null && performance.now() - this.#waiting < MAX_WAIT ? now : time;
    }
    this.#waiting = null;
    const drift = video.currentTime - time;
    if (Math.abs(drift) < MAX_DRIFT) return time + drift * CORRECTION;
    this.#seek(time);
    return time;
  }

  /** Keep in step with playback, which is in step with another video. @param {import("./playback.js").Playback} playback */
  keepUp({ time, speed }) {
    const { video } = this;
    if (video.paused || video.seeking || video.ended || video.readyState < HAVE_FUTURE_DATA) return;
    const drift = video.currentTime - time;
    if (Math.abs(drift) > MAX_DRIFT) this.#seek(time);
    const wanted = Math.abs(drift) < TOLERANCE ? speed : speed * (drift > 0 ? SLOWER : FASTER);
    // Browsers raise an error for other rates.
    const rate = Math.min(Math.max(wanted, SLOWEST), FASTEST);
    if (video.playbackRate !== rate) video.playbackRate = rate;
  }

  /** Only one seek runs at a time; while the scrubber moves, the last wish counts. */
  #seek(time) {
    const wanted = Math.min(time + ROUNDING, this.duration);
    if (Math.abs(this.video.currentTime - wanted) < ROUNDING / 2) return;
    this.#wanted = wanted;
    if (!this.video.seeking) this.#seekWanted();
  }

  #seekWanted() {
    if (this.#wanted === null || !this.video.duration) return;
    this.video.currentTime = this.#wanted;
    this.#wanted = null;
  }

  dispose() {
    this.#disposed = true;
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
  }
}

/** Return whether a file has no content. Browsers do not say so. */
async function isEmpty(url) {
  try {
    const response = await fetch(url, { method: "HEAD" });
    return response.ok && response.headers.get("Content-Length") === "0";
  } catch {
    return false;
  }
}
