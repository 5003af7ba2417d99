// The bar above the stage: which sources are shown.
import { element, icon } from "../dom.js";
import { KINDS } from "../sources/load.js";

/** A switch for each source. */
export class SourceBar {
  element = element("div", { className: "sources", role: "group", "aria-label": "Sources" });
  #buttons = new Map();

  /** @param {(id: string) => void} onToggle */
  constructor(onToggle) {
    this.onToggle = onToggle;
  }

  /** @param {(import("../sources/load.js").Source & { id: string })[]} sources */
  setSources(sources) {
    const repeated = new Set(sources.map(({ kind }) => kind).filter((kind, index, all) => all.indexOf(kind) !== index));
    this.#buttons.clear();
    for (const source of sources) {
      const other = source.kind === "other";
      const text = other || repeated.has(source.kind) ? source.name : KINDS[source.kind];
      const created = element(
        "button",
        { type: "button", className: other ? "source other" : "source", title: other ? `${source.name} cannot be shown` : source.name, "aria-pressed": "false" },
        ...(other ? [icon("warning")] : []),
        text,
      );
      created.addEventListener("click", () => this.onToggle(source.id));
      this.#buttons.set(source.id, created);
    }
    this.element.replaceChildren(...this.#buttons.values());
    this.element.hidden = sources.length < 2;
  }

  /** @param {Set<string>} shown Ids. */
  show(shown) {
    for (const [id, each] of this.#buttons) each.setAttribute("aria-pressed", String(shown.has(id)));
  }
}
