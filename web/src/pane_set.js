// The panes that are open, in the order of their sources.
import { columnsFor, Pane } from "./pane.js";
import { KINDS, loadRecording } from "./sources/load.js";
import { numberPeople } from "./sources/people.js";
import { SourceError } from "./sources/recording.js";
import { VideoTrack } from "./video.js";

const NO_WEBGL = "This browser cannot draw in 3D: WebGL is disabled.";
/** Names of actors that say no more than their number. */
const NUMBERED = /^(actor|track)[ _-]*\d+$/i;

/** Opens, loads and closes panes. */
export class PaneSet {
  /** @type {Map<string, Pane>} */
  #panes = new Map();
  #loads = new Map();

  /**
   * @param {HTMLElement} grid Contains the panes.
   * @param {import("./scene/stage.js").Stage | null} stage Draws recordings; null without WebGL.
   * @param {import("./theme.js").Theme} theme
   * @param {(pane: Pane) => void} onSettled Called when a source is loaded, or cannot be shown.
   */
  constructor(grid, stage, theme, onSettled) {
    this.grid = grid;
    this.stage = stage;
    this.theme = theme;
    this.onSettled = onSettled;
  }

  [Symbol.iterator]() {
    return this.#panes.values();
  }

  /** The ids of the sources that are shown. */
  get ids() {
    return new Set(this.#panes.keys());
  }

  /** All recordings; frames are counted by the first one. */
  get recordings() {
    return [...this].flatMap(({ recording }) => recording ?? []);
  }

  /** All videos; playback stays in step with the first one. */
  get videos() {
    return [...this].flatMap(({ video }) => video ?? []);
  }

  /** Seconds of the longest source. */
  get duration() {
    return Math.max(0, ...[...this.recordings, ...this.videos].map(({ duration }) => duration));
  }

  /** Names and colours of the actors in all panes. */
  get actors() {
    const names = [];
    for (const { actors, numbers } of this.recordings) {
      actors.forEach(({ name }, index) => (names[numbers[index]] ??= new Set()).add(name));
    }
    return names.flatMap((each, index) => {
      const own = [...each].filter((name) => name && !NUMBERED.test(name)).join(", ");
      return [{ name: own ? `Actor ${index + 1} (${own})` : `Actor ${index + 1}`, colour: this.theme.actor(index) }];
    });
  }

  /** Open a pane and load its source. @param {import("./sources/load.js").Source & { id: string }} source */
  open(source) {
    const pane = new Pane(source);
    const all = [...this.#panes, [source.id, pane]];
    this.#panes = new Map(all.sort(([a], [b]) => Number(a) - Number(b)));
    this.grid.replaceChildren(...[...this].map((each) => each.element));
    if (source.kind === "other") this.#fail(pane, source.reason ?? `${source.name} cannot be shown.`);
    else if (source.kind === "video") this.#openVideo(pane);
    else if (this.stage) this.#openRecording(pane);
    else this.#fail(pane, NO_WEBGL);
  }

  /** @param {string} id Of a source that is shown. */
  close(id) {
    const pane = this.#panes.get(id);
    this.#loads.get(id)?.abort();
    this.#loads.delete(id);
    this.stage?.remove(id);
    pane.video?.dispose();
    pane.element.remove();
    this.#panes.delete(id);
  }

  closeAll() {
    for (const id of this.ids) this.close(id);
  }

  /** Arrange the panes in the space that there is. @param {number} width @param {number} height */
  layOut(width, height) {
    this.grid.style.setProperty("--columns", String(columnsFor(this.#panes.size, width, height)));
  }

  #openVideo(pane) {
    const { url, name } = pane.source;
    const track = new VideoTrack(
      url,
      name,
      () => {
        pane.showVideo(track);
        this.onSettled(pane);
      },
      (message) => {
        pane.video = null;
        this.#fail(pane, message);
      },
    );
    // A video that is closed before its size is known must not be loaded any further.
    this.#loads.set(pane.source.id, { abort: () => track.dispose() });
  }

  async #openRecording(pane) {
    const { source } = pane;
    const load = new AbortController();
    this.#loads.set(source.id, load);
    try {
      const recording = await loadRecording(source, { signal: load.signal, onProgress: (share) => pane.showProgress(share) });
      if (load.signal.aborted) return recording.dispose();
      pane.showRecording(recording);
      numberPeople([...this].flatMap((each) => (each.recording ? [{ kind: each.source.kind, recording: each.recording }] : [])));
      this.stage.add(source.id, recording, pane);
      this.onSettled(pane);
    } catch (error) {
      if (load.signal.aborted) return undefined;
      const known = error instanceof SourceError;
      this.#fail(pane, known ? error.message : `The ${KINDS[source.kind]} file is malformed: ${error.message}`);
    }
    return undefined;
  }

  #fail(pane, message) {
    pane.showMessage(message);
    this.onSettled(pane);
  }
}
