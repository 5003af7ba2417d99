// The component: panes, playback and controls.
import { Toolbar } from "./controls/toolbar.js";
import { listenForKeys } from "./controls/keyboard.js";
import { SourceBar } from "./controls/source_bar.js";
import { element } from "./dom.js";
import { frameAt } from "./frames.js";
import { Pane, columnsFor } from "./pane.js";
import { Playback } from "./playback.js";
import { actorColour, onThemeChange, prefersLessMotion } from "./preferences.js";
import { Stage } from "./scene/stage.js";
import { KINDS, loadRecording } from "./sources/load.js";
import { SourceError, samplePlaces } from "./sources/recording.js";
import styles from "./styles.css";
import { VideoTrack } from "./video.js";

/** Panes that are open at first. */
const MAX_PANES = 4;
/** Names of actors that say no more than their number. */
const NUMBERED = /^(actor|track)[ _-]*\d+$/i;
/** Milliseconds between updates of the position while it plays: painting it takes longer than drawing the actors. */
const READOUT = 100;
/** Seconds: a tab in the background draws nothing, and does not catch up. */
const LONGEST_STEP = 0.25;

/**
 * @typedef {Viewer} Actions
 * @typedef {object} Options
 * @property {import("./sources/load.js").Source[]} [sources] What to show.
 * @property {boolean} [autoplay] Whether to play when the first source is loaded. Default: true, unless the user prefers
 *   less motion.
 * @property {EventTarget} [keyboard] Where keys are listened for. Default: the element.
 */

/**
 * Show motion and video in an element, which needs a height.
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
  /** @type {Map<string, Pane>} */
  #panes = new Map();
  #sources = [];
  #state = { skeleton: true, names: false };
  #loads = new Map();
  #last = 0;
  #shown = 0;
  #stage = null;
  #autoplay;
  #grid;
  #host;
  #frame;
  #sourceBar;
  #toolbar;
  #cleanUps;
  #request;

  /** @param {HTMLElement} container @param {Options} options */
  constructor(container, { sources = [], autoplay, keyboard = container } = {}) {
    this.#autoplay = autoplay ?? !prefersLessMotion();
    const root = container.shadowRoot ?? container.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    this.#grid = element("div", { className: "grid" });
    const canvas = element("canvas", { className: "scene", "aria-label": "Actors in space; drag to orbit", role: "img" });
    const overlay = element("canvas", { className: "labels", "aria-hidden": "true" });
    this.#host = element("div", { className: "stage" }, canvas, overlay, this.#grid);
    this.#sourceBar = new SourceBar((id) => this.toggleSource(id));
    this.#toolbar = new Toolbar(this);
    this.#frame = element("div", { className: "viewer", tabIndex: -1 }, this.#sourceBar.element, this.#host, this.#toolbar.element);
    root.replaceChildren(this.#frame);
    try {
      this.#stage = new Stage(this.#host, canvas, overlay);
      this.#frame.classList.toggle("plain", this.#stage.software);
    } catch {
      this.#grid.append(element("p", { className: "message", role: "alert" }, "This browser cannot draw in 3D: WebGL is disabled."));
    }
    const resizing = new ResizeObserver(() => this.#layOut());
    resizing.observe(this.#host);
    this.#cleanUps = [
      () => resizing.disconnect(),
      onThemeChange(() => this.#repaint()),
      listenForKeys(keyboard, this),
    ];
    // After a click, the space bar plays instead of pressing the button again.
    this.#frame.addEventListener("click", (event) => event.detail && event.target.closest("button") && this.#frame.focus());
    this.#onPlayback();
    this.setSources(sources);
    this.#request = requestAnimationFrame((now) => this.#tick(now));
  }

  /** Show other sources. @param {import("./sources/load.js").Source[]} sources */
  setSources(sources) {
    for (const id of [...this.#panes.keys()]) this.#close(id);
    this.#playback.seek(0);
    if (this.#stage) this.#stage.view.touched = false;
    this.#sources = sources.map((source, index) => ({ ...source, id: String(index) }));
    this.#sourceBar.setSources(this.#sources);
    const playable = this.#sources.filter(({ kind }) => kind !== "other");
    const first = playable.filter(({ kind }, index) => playable.findIndex((other) => other.kind === kind) === index);
    const open = (playable.length > MAX_PANES ? first : playable.length ? playable : this.#sources).slice(0, MAX_PANES);
    for (const { id } of open) this.#open(id);
    this.#layOut();
  }

  /** Show or hide a source. @param {string} id Its index, as a string. */
  toggleSource(id) {
    if (this.#panes.has(id)) this.#close(id);
    else this.#open(id);
    this.#onContent();
    this.#layOut();
    this.#stage?.refit();
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

  /** @param {number} time Seconds; limited to the duration. */
  seek(time) {
    this.#playback.seek(time);
  }

  /** Go to another frame, and pause. @param {number} count Number of frames; negative is backward. */
  step(count) {
    this.#playback.pause();
    const { times } = this.#primary() ?? { times: [] };
    if (!times.length) return this.skip(count / 25);
    const frame = Math.min(Math.max(frameAt(times, this.#playback.time) + count, 0), times.length - 1);
    return this.seek(times[frame]);
  }

  /** @param {number} seconds Negative is backward. */
  skip(seconds) {
    this.seek(this.#playback.time + seconds);
  }

  /** @param {number} speed 1 is the speed of the recording. */
  setSpeed(speed) {
    this.#playback.setSpeed(speed);
  }

  setRepeat(on = !this.#playback.repeat) {
    this.#playback.repeat = on;
    this.#onPlayback();
  }

  setSkeleton(on = !this.#state.skeleton) {
    this.#state.skeleton = on;
    this.#stage?.setSkeletons(on);
    this.#onPlayback();
  }

  setNames(on = !this.#state.names) {
    this.#state.names = on;
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

  get #isFollowing() {
    return this.#stage?.view.follow ?? false;
  }

  resetView() {
    this.#stage?.reset();
  }

  /** Return what is shown, as plain data. */
  inspect() {
    const { time, duration, speed, playing, repeat } = this.#playback;
    const { times } = this.#primary() ?? { times: [] };
    return {
      time,
      duration,
      speed,
      playing,
      repeat,
      ...this.#state,
      follow: this.#isFollowing,
      frame: times.length ? frameAt(times, time) : 0,
      frames: times.length,
      drawn: this.#stage?.drawn ?? 0,
      actors: this.#actors(),
      panes: [...this.#panes.values()].map(({ source, state, message }) => ({ name: source.name, kind: source.kind, state, message })),
    };
  }

  /** Remove everything from the element. */
  dispose() {
    cancelAnimationFrame(this.#request);
    for (const id of [...this.#panes.keys()]) this.#close(id);
    for (const cleanUp of this.#cleanUps) cleanUp();
    this.#stage?.dispose();
    this.#frame.remove();
  }

  #open(id) {
    const source = this.#sources.find((each) => each.id === id);
    const pane = new Pane(source);
    this.#panes.set(id, pane);
    // Panes stay in the order of the sources.
    const order = [...this.#panes.keys()].sort((a, b) => Number(a) - Number(b));
    this.#panes = new Map(order.map((key) => [key, this.#panes.get(key)]));
    this.#grid.replaceChildren(...[...this.#panes.values()].map((each) => each.element));
    if (source.kind === "other") pane.showMessage(source.reason ?? `${source.name} cannot be shown.`);
    else if (source.kind === "video") this.#openVideo(pane);
    else if (this.#stage) this.#openRecording(id, pane);
    else pane.showMessage("This browser cannot draw in 3D: WebGL is disabled.");
    this.#sourceBar.show(new Set(this.#panes.keys()));
  }

  #openVideo(pane) {
    const track = new VideoTrack(
      pane.source.url,
      pane.source.name,
      () => {
        pane.showVideo(track);
        this.#onContent();
      },
      (message) => {
        pane.video = null;
        pane.showMessage(message);
      },
    );
  }

  async #openRecording(id, pane) {
    const load = new AbortController();
    this.#loads.set(id, load);
    try {
      const recording = await loadRecording(pane.source, load.signal);
      if (load.signal.aborted) return recording.dispose();
      pane.showRecording(recording);
      this.#stage.add(id, recording, pane.element);
      this.#onContent();
      this.#stage.setPlaces(samplePlaces([...this.#panes.values()].flatMap((each) => each.recording ?? [])));
      this.#onPlayback();
    } catch (error) {
      if (load.signal.aborted) return undefined;
      const known = error instanceof SourceError;
      pane.showMessage(known ? error.message : `The ${KINDS[pane.source.kind]} file is malformed: ${error.message}`);
    }
    return undefined;
  }

  #close(id) {
    const pane = this.#panes.get(id);
    this.#loads.get(id)?.abort();
    this.#loads.delete(id);
    this.#stage?.remove(id);
    pane.video?.dispose();
    pane.element.remove();
    this.#panes.delete(id);
    this.#sourceBar.show(new Set(this.#panes.keys()));
  }

  #tick(now) {
    this.#request = requestAnimationFrame((next) => this.#tick(next));
    const elapsed = Math.min((now - this.#last) / 1000, LONGEST_STEP);
    this.#last = now;
    const { playing } = this.#playback;
    const video = this.#video();
    this.#playback.advance(elapsed, (time) => video?.correct(time) ?? time);
    this.#stage?.draw(this.#playback.time, playing);
    if (playing && now - this.#shown >= READOUT) this.#showTime(now);
  }

  #video() {
    return [...this.#panes.values()].find(({ video }) => video)?.video;
  }

  /** Return the recording whose frames are counted. */
  #primary() {
    return [...this.#panes.values()].find(({ recording }) => recording)?.recording;
  }

  #actors() {
    const names = [];
    for (const { recording } of this.#panes.values()) {
      recording?.actors.forEach(({ name }, index) => (names[index] ??= new Set()).add(name));
    }
    return names.map((each, index) => {
      const own = [...each].filter((name) => name && !NUMBERED.test(name)).join(", ");
      return { name: own ? `Actor ${index + 1} (${own})` : `Actor ${index + 1}`, colour: actorColour(index) };
    });
  }

  /** Sources were loaded or closed. */
  #onContent() {
    const durations = [...this.#panes.values()].map(({ recording, video }) => (recording ?? video)?.duration ?? 0);
    this.#playback.setDuration(Math.max(0, ...durations));
    this.#toolbar.showActors(this.#actors());
    if (!this.#autoplay || !this.#playback.duration) return;
    this.#autoplay = false;
    this.play();
  }

  /** Time, speed or a switch was changed. */
  #onPlayback() {
    const { playing, speed, repeat } = this.#playback;
    for (const { video } of this.#panes.values()) video?.apply(this.#playback);
    this.#toolbar.showState({ ...this.#state, follow: this.#isFollowing, playing, speed, repeat });
    this.#showTime();
    this.#stage?.invalidate();
  }

  #showTime(now = 0) {
    this.#shown = now;
    this.#toolbar.showTime(this.inspect());
  }

  #repaint() {
    this.#stage?.repaint();
    this.#toolbar.showActors(this.#actors());
  }

  #layOut() {
    const { width, height } = this.#host.getBoundingClientRect();
    this.#grid.style.setProperty("--columns", String(columnsFor(this.#panes.size, width, height)));
    this.#stage?.invalidate();
  }
}
