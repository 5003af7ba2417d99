// One rectangle of the stage: motion, video or a message.
import { element, icon } from "./dom.js";
import { formatRate } from "./frames.js";
import { KINDS } from "./sources/load.js";

/** The frame around what a source shows. `state` is `loading`, `ready` or `failed`. */
export class Pane {
  state = "loading";
  message = "";
  recording = null;
  video = null;

  /** @param {import("./sources/load.js").Source & { id: string }} source */
  constructor(source) {
    this.source = source;
    this.facts = element("span", { className: "facts" });
    this.progress = element("p", { className: "loading" }, source.kind === "motion" ? "Reading motion data …" : "Loading …");
    this.notice = element("p", { className: "notice", role: "status", hidden: true });
    this.body = element("div", { className: "body" }, this.progress);
    const caption = element("h2", {}, element("span", { className: "kind" }, KINDS[source.kind]), ` ${source.name}`);
    this.element = element(
      "section",
      { className: `pane ${source.kind}`, "aria-label": `${KINDS[source.kind]}: ${source.name}` },
      element("header", {}, caption, this.facts),
      this.body,
      this.notice,
    );
  }

  /** Show how much of the source is loaded. @param {number} share From 0 to 1. */
  showProgress(share) {
    const text = `Loading … ${Math.floor(100 * share)} %`;
    if (this.progress.textContent !== text) this.progress.textContent = text;
  }

  /** Show why motion that is loaded cannot be seen now. @param {string} text Empty if it can. */
  showNotice(text) {
    if (this.notice.textContent === text) return;
    this.notice.textContent = text;
    this.notice.hidden = !text;
  }

  /** @param {import("./sources/recording.js").Recording} recording */
  showRecording(recording) {
    this.recording = recording;
    this.#finish("ready");
    const joints = Math.max(...recording.actors.map((actor) => actor.joints.filter(({ name }) => name).length));
    this.rate = recording.rate;
    this.facts.textContent = [formatRate(recording.rate), `${joints} joints`].filter(Boolean).join(" · ");
  }

  /** @param {import("./video.js").VideoTrack} track */
  showVideo(track) {
    this.video = track;
    this.#finish("ready");
    this.body.replaceChildren(track.video);
    const { videoWidth, videoHeight } = track.video;
    this.facts.textContent = videoWidth ? `${videoWidth} × ${videoHeight}` : "";
  }

  /** @param {string} message Why the source is not shown, and what to do. */
  showMessage(message) {
    this.message = message;
    this.#finish("failed");
    this.body.replaceChildren(element("div", { className: "message", role: "alert" }, icon("warning"), element("p", {}, message)));
  }

  #finish(state) {
    this.state = state;
    this.element.classList.add(state);
    this.body.replaceChildren();
  }
}

/**
 * Return the number of columns in which panes are largest.
 *
 * @param {number} count Number of panes.
 * @param {number} width Of the stage.
 * @param {number} height Of the stage.
 */
export function columnsFor(count, width, height) {
  const ASPECT = 4 / 3;
  let best = [0, 1];
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const size = Math.min(width / columns / ASPECT, height / rows);
    if (size > best[0] * 1.001) best = [size, columns];
  }
  return best[1];
}
