// <move-viewer catalog="URL">: a viewer for the results that a catalogue lists.
import { leaveAfterPointer } from "./controls/keyboard.js";
import { attachContent, element } from "./dom.js";
import styles from "./element.css";
import { createViewer } from "./viewer.js";

/** Programs that render pages on a server import this module without a document. */
const Base = globalThis.HTMLElement ?? class {};

/** The element; index.js describes its attributes and events. */
export class MoveViewerElement extends Base {
  static observedAttributes = ["catalog", "result"];

  /** The component; null until the catalogue is loaded. @type {import("./viewer.js").Viewer | null} */
  viewer = null;
  #results = [];
  #choice = null;
  #load = null;

  connectedCallback() {
    this.#open();
  }

  disconnectedCallback() {
    this.#close();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    if (name === "catalog") this.#open();
    else if (this.viewer) this.#show();
  }

  async #open() {
    this.#close();
    const load = new AbortController();
    this.#load = load;
    let catalog;
    try {
      const response = await fetch(this.getAttribute("catalog") ?? "", { signal: load.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      catalog = await response.json();
    } catch {
      if (load.signal.aborted) return;
      const message = "The results cannot be loaded: is the program that serves this page still running?";
      attachContent(this, styles, element("p", { role: "alert" }, message));
      this.#dispatch("viewer:error", { name: "", kind: "", message });
      return;
    }
    if (load.signal.aborted) return;
    this.#results = catalog.results;
    const stage = element("div", { className: "stage" });
    attachContent(this, styles, this.#createHeader(catalog), stage);
    this.viewer = createViewer(stage, { keyboard: this.getAttribute("keys") === "page" ? document : stage });
    this.#dispatch("viewer:catalog", catalog);
    this.#show();
  }

  #close() {
    this.#load?.abort();
    this.viewer?.dispose();
    this.viewer = null;
    this.#choice = null;
  }

  #createHeader({ title, results }) {
    const heading = element("h1", {}, title);
    if (results.length < 2) return element("header", {}, heading);
    const choice = element("select", { "aria-label": "Result" }, ...results.map(({ name }) => element("option", { value: name }, name)));
    choice.addEventListener("change", () => {
      this.setAttribute("result", choice.value);
      this.#dispatch("viewer:result", { name: choice.value });
    });
    leaveAfterPointer(choice, () => this.viewer.focus());
    this.#choice = choice;
    return element("header", {}, heading, element("label", {}, "Result ", choice));
  }

  /** Show the result that the attribute names, or else the first one. */
  #show() {
    const name = this.getAttribute("result");
    const result = this.#results.find((each) => each.name === name) ?? this.#results[0];
    if (this.#choice) this.#choice.value = result.name;
    // Addresses are relative to the catalogue.
    const base = new URL(this.getAttribute("catalog") ?? "", document.baseURI);
    const absolute = ({ url, parts, ...rest }) => ({
      ...rest,
      ...(url === undefined ? {} : { url: new URL(url, base).href }),
      ...(parts === undefined ? {} : { parts: parts.map((part) => ({ ...part, url: new URL(part.url, base).href })) }),
    });
    this.viewer.setSources((result?.sources ?? []).map(absolute));
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
