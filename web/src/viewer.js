// The component: panes, playback and controls.
import { listenForKeys } from "./controls/keyboard.js";
import { SourceBar } from "./controls/source_bar.js";
import { Toolbar } from "./controls/toolbar.js";
import { attachContent, element } from "./dom.js";
import { frameAt } from "./frames.js";
import { ensureNumber } from "./numbers.js";
import { PaneSet } from "./pane_set.js";
import { Playback } from "./playback.js";
import { prefersLessMotion } from "./preferences.js";
import { createStage } from "./scene/stage.js";
import { KINDS } from "./sources/load.js";
import { samplePlaces } from "./sources/recording.js";
import styles from "./styles.css";
import { Theme } from "./theme.js";

/** Panes that are open at first. */
const MAX_PANES = 4;
/** Seconds: a tab in the background draws nothing, and does not catch up. */
const LONGEST_STEP = 0.25;
/** Milliseconds between updates of the position while it plays: painting it takes longer than drawing the actors. */
const READOUT = 100;
/** Seconds of a step if no source has frames. */
const STEP = 1 / 25;

/**
 * @typedef {Viewer} Actions
 * @typedef {object} Options
 * @property {import("./sources/load.js").Source[]} [sources] What to show.
 * @property {boolean} [autoplay] Whether to play when the sources are loaded. Default: true, unless the user prefers
 *   less motion.
 * @property {EventTarget} [keyboard] Where keys are listened for. Default: the element.
 */

/**
 * Show motion and video in an element, which needs a height. index.js describes the result.
 *
 * @param {HTMLElement} container
 * @param {Options} [options]
 */
export function createViewer(container, options = {}) {
  return new Viewer(container, options);
}

/** A viewer in an element. Create it with `createViewer`. */
export class Viewer {
  #playback = new Playback(() => this.#onPlayback());
  #sources = [];
  #switches = { skeleton: true, names: false };
  #last = 0;
  #shown = 0;
  #autoplay;
  #container;
  #host;
  #frame;
  #theme = new Theme(() => this.#repaint());
  #stage;
  #panes;
  #sourceBar = new SourceBar((id) => this.toggleSource(id));
  #toolbar = new Toolbar(this);
  #cleanUps;
  #request;

  /** @param {HTMLElement} container @param {Options} options */
  constructor(container, { sources = [], autoplay, keyboard = container } = {}) {
    this.#container = container;
    this.#autoplay = autoplay ?? !prefersLessMotion();
    const grid = element("div", { className: "grid" });
    const canvas = element("canvas", { className: "scene", "aria-label": "Actors in space; drag to orbit", role: "img" });
    const labels = element("canvas", { className: "labels", "aria-hidden": "true" });
    this.#host = element("div", { className: "stage" }, canvas, labels, grid);
    this.#frame = element("div", { className: "viewer", tabIndex: -1 }, this.#sourceBar.element, this.#host, this.#toolbar.element, this.#theme.element);
    attachContent(container, styles, this.#frame);
    this.#theme.refresh();
    this.#stage = createStage(this.#host, canvas, labels, this.#theme);
    this.#frame.classList.toggle("plain", this.#stage?.software ?? false);
    this.#panes = new PaneSet(grid, this.#stage, this.#theme, (pane) => this.#onSettled(pane));
    const resizing = new ResizeObserver(() => {
      // An element that was outside of the document had no styles.
      this.#theme.refresh();
      this.#layOut();
    });
    resizing.observe(this.#host);
    this.#cleanUps = [() => resizing.disconnect(), listenForKeys(keyboard, this)];
    // After a click, the space bar plays instead of pressing the button again.
    this.#frame.addEventListener("click", (event) => event.detail && event.target.closest("button") && this.focus());
    this.setSources(sources);
    this.#request = requestAnimationFrame((now) => this.#tick(now));
  }

  /** Show other sources. @param {import("./sources/load.js").Source[]} sources @throws {TypeError} One has an unknown kind. */
  setSources(sources) {
    for (const { kind } of sources) if (!Object.hasOwn(KINDS, kind)) throw new TypeError(`kind must be one of ${Object.keys(KINDS).join(", ")}; got ${kind}`);
    this.#panes.closeAll();
    this.#playback.seek(0);
    if (this.#stage) this.#stage.view.touched = false;
    this.#sources = sources.map((source, index) => ({ ...source, id: String(index) }));
    this.#sourceBar.setSources(this.#sources);
    const playable = this.#sources.filter(({ kind }) => kind !== "other");
    const first = playable.filter(({ kind }, index) => playable.findIndex((other) => other.kind === kind) === index);
    const open = (playable.length > MAX_PANES ? first : playable.length ? playable : this.#sources).slice(0, MAX_PANES);
    for (const source of open) this.#panes.open(source);
    this.#onPanes();
  }

  /** Show or hide a source. @param {string} id Its index, as a string. @throws {RangeError} There is no such source. */
  toggleSource(id) {
    if (!this.#sources.some((source) => source.id === id)) throw new RangeError(`id must be the index of a source as a string; got ${String(id)}`);
    if (this.#panes.ids.has(id)) this.#panes.close(id);
    else this.#panes.open(this.#sources[Number(id)]);
    this.#onPanes();
    this.#stage?.refit();
    this.#autoplayIfLoaded();
  }

  play() {
    this.#playback.play();
  }

  pause() {
    this.#playback.pause();
  }

  toggle() {
    this.#playback.toggle();
  }

  /** @param {number} time Seconds; limited to the duration, also if it is infinite. @throws {TypeError} It is NaN, or not a number. */
  seek(time) {
    this.#playback.seek(time);
  }

  /**
   * Go to another frame, and pause.
   *
   * @param {number} count Number of frames, without its fraction; negative is backward. Infinity goes to the end.
   * @throws {TypeError} It is NaN, or not a number.
   */
  step(count) {
    const whole = Math.trunc(ensureNumber(count, "count"));
    this.#playback.pause();
    const times = this.#times;
    if (!times.length) return this.skip(whole * STEP);
    const frame = Math.min(Math.max(frameAt(times, this.#playback.time) + whole, 0), times.length - 1);
    return this.seek(times[frame]);
  }

  /** @param {number} seconds Negative is backward; infinite goes to the end. @throws {TypeError} It is NaN, or not a number. */
  skip(seconds) {
    this.seek(this.#playback.time + ensureNumber(seconds, "seconds"));
  }

  /**
   * @param {number} speed From 0.0625 to 16; 1 is the speed of the recording.
   * @throws {TypeError} It is NaN, or not a number.
   * @throws {RangeError} Browsers do not play videos at this speed.
   */
  setSpeed(speed) {
    this.#playback.setSpeed(speed);
  }

  setRepeat(on = !this.#playback.repeat) {
    this.#playback.repeat = on;
    this.#onPlayback();
  }

  setSkeleton(on = !this.#switches.skeleton) {
    this.#switches.skeleton = on;
    this.#stage?.setSkeletons(on);
    this.#onPlayback();
  }

  setNames(on = !this.#switches.names) {
    this.#switches.names = on;
    this.#stage?.setNames(on);
    this.#onPlayback();
  }

  /** Let the camera move with the actors, or show all places where they go. */
  setFollow(on = !this.#isFollowing) {
    if (!this.#stage) return;
    this.#stage.view.follow = on;
    this.#stage.reset();
    this.#onPlayback();
  }

  resetView() {
    this.#stage?.reset();
  }

  /** Focus the viewer, so that keys control it. */
  focus() {
    this.#frame.focus({ preventScroll: true });
  }

  /** Return what is shown, as plain data. */
  inspect() {
    const { time, duration, speed, playing, repeat } = this.#playback;
    return {
      ...{ time, duration, speed, playing, repeat, ...this.#switches },
      follow: this.#isFollowing,
      frame: this.#times.length ? frameAt(this.#times, time) : 0,
      frames: this.#times.length,
      drawn: this.#stage?.drawn ?? 0,
      actors: this.#panes.actors,
      panes: [...this.#panes].map(({ source, state, message }) => ({ name: source.name, kind: source.kind, state, message })),
    };
  }

  /** Remove everything from the element. */
  dispose() {
    cancelAnimationFrame(this.#request);
    this.#panes.closeAll();
    for (const cleanUp of this.#cleanUps) cleanUp();
    this.#cleanUps = [];
    this.#stage?.dispose();
    this.#frame.remove();
  }

  get #isFollowing() {
    return this.#stage?.view.follow ?? false;
  }

  /** Times of the frames that are counted. */
  get #times() {
    return this.#panes.recordings[0]?.times ?? [];
  }

  #tick(now) {
    this.#request = requestAnimationFrame((next) => this.#tick(next));
    const elapsed = Math.min((now - this.#last) / 1000, LONGEST_STEP);
    this.#last = now;
    const { playing } = this.#playback;
    const [video, ...others] = this.#panes.videos;
    this.#playback.advance(elapsed, (time, before) => video?.correct(time, before) ?? time);
    if (playing) for (const other of others) other.keepUp(this.#playback);
    this.#stage?.draw(this.#playback.time, playing);
    if (playing && now - this.#shown >= READOUT) this.#showTime(now);
  }

  /** A source was loaded, or cannot be shown. */
  #onSettled({ source: { name, kind }, state, message, recording }) {
    this.#dispatch(state === "ready" ? "viewer:load" : "viewer:error", { name, kind, message });
    if (state !== "ready") return this.#autoplayIfLoaded();
    this.#onPanes();
    if (recording) this.#stage.setPlaces(samplePlaces(this.#panes.recordings));
    this.#onPlayback();
    return this.#autoplayIfLoaded();
  }

  /** Drawing would slow down what is still read. */
  #autoplayIfLoaded() {
    const loading = [...this.#panes].some(({ state }) => state === "loading");
    if (loading || !this.#autoplay || !this.#playback.duration) return;
    this.#autoplay = false;
    this.play();
  }

  /** Panes were opened, loaded or closed. */
  #onPanes() {
    // Goes on with the next source.
    if (this.#playback.playing && !this.#panes.duration) this.#autoplay = true;
    this.#playback.setDuration(this.#panes.duration);
    this.#sourceBar.show(this.#panes.ids);
    this.#toolbar.showActors(this.#panes.actors);
    this.#layOut();
  }

  /** Time, speed or a switch was changed. */
  #onPlayback() {
    const { playing, speed, repeat } = this.#playback;
    for (const video of this.#panes.videos) video.apply(this.#playback);
    this.#toolbar.showState({ ...this.#switches, follow: this.#isFollowing, playing, speed, repeat });
    this.#showTime();
    this.#stage?.invalidate();
    this.#dispatch("viewer:change", this.inspect());
  }

  #dispatch(type, detail) {
    this.#container.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #showTime(now = 0) {
    this.#shown = now;
    this.#toolbar.showTime(this.inspect());
  }

  #repaint() {
    this.#stage?.repaint();
    if (this.#panes) this.#toolbar.showActors(this.#panes.actors);
  }

  #layOut() {
    const { width, height } = this.#host.getBoundingClientRect();
    this.#panes.layOut(width, height);
    this.#stage?.invalidate();
  }
}
