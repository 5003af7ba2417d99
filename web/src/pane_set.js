// The panes that are open, in the order of their sources.
import { columnsFor, Pane } from "./pane.js";
import { actorColour } from "./preferences.js";
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
   * @param {(hasMotion: boolean) => void} onLoad Called when a source is loaded.
   */
  constructor(grid, stage, onLoad) {
    this.grid = grid;
    this.stage = stage;
    this.onLoad = onLoad;
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
      return [{ name: own ? `Actor ${index + 1} (${own})` : `Actor ${index + 1}`, colour: actorColour(index) }];
    });
  }

  /** Open a pane and load its source. @param {import("./sources/load.js").Source & { id: string }} source */
  open(source) {
    const pane = new Pane(source);
    const all = [...this.#panes, [source.id, pane]];
    this.#panes = new Map(all.sort(([a], [b]) => Number(a) - Number(b)));
    this.grid.replaceChildren(...[...this].map((each) => each.element));
    if (source.kind === "other") pane.showMessage(source.reason ?? `${source.name} cannot be shown.`);
    else if (source.kind === "video") this.#openVideo(pane);
    else if (this.stage) this.#openRecording(pane);
    else pane.showMessage(NO_WEBGL);
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
        this.onLoad(false);
      },
      (message) => {
        pane.video = null;
        pane.showMessage(message);
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
      const recording = await loadRecording(source, load.signal);
      if (load.signal.aborted) return recording.dispose();
      pane.showRecording(recording);
      numberPeople([...this].flatMap((each) => (each.recording ? [{ kind: each.source.kind, recording: each.recording }] : [])));
      this.stage.add(source.id, recording, pane.element);
      this.onLoad(true);
    } catch (error) {
      if (load.signal.aborted) return undefined;
      const known = error instanceof SourceError;
      pane.showMessage(known ? error.message : `The ${KINDS[source.kind]} file is malformed: ${error.message}`);
    }
    return undefined;
  }
}
