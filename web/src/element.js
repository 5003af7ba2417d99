// <move-viewer catalog="URL">: a viewer for the results that a catalogue lists.
import { attachContent, element } from "./dom.js";
import { createViewer } from "./viewer.js";

/**
 * The catalogue is JSON: `title`, and `results`, each with a `name` and `sources`. With several results, a list lets the
 * user choose one. The fragment of the page's address is the name of the result.
 */
export class MoveViewerElement extends HTMLElement {
  viewer = null;

  async connectedCallback() {
    const page = new CSSStyleSheet();
    page.replaceSync("html, body { margin: 0; height: 100%; } move-viewer { display: grid; grid-template-rows: auto 1fr; height: 100dvh; }");
    document.adoptedStyleSheets = [page];
    let catalog;
    try {
      const response = await fetch(this.getAttribute("catalog"));
      if (!response.ok) throw new Error(`status ${response.status}`);
      catalog = await response.json();
    } catch {
      attachContent(this, STYLES, element("p", { role: "alert" }, "The results cannot be loaded: is `move-ugc view` still running?"));
      return;
    }
    document.title = `${catalog.title} – Motion viewer`;
    const stage = element("div", { className: "stage" });
    attachContent(this, STYLES, this.#createHeader(catalog), stage);
    this.viewer = createViewer(stage, { sources: chosen(catalog).sources, keyboard: document });
    addEventListener("hashchange", () => this.viewer.setSources(chosen(catalog).sources));
  }

  #createHeader({ title, results }) {
    const heading = element("h1", {}, title);
    if (results.length < 2) return element("header", {}, heading);
    const choice = element("select", { "aria-label": "Result" }, ...results.map(({ name }) => element("option", { value: name }, name)));
    choice.value = chosen({ results }).name;
    choice.addEventListener("change", () => (location.hash = encodeURIComponent(choice.value)));
    addEventListener("hashchange", () => (choice.value = chosen({ results }).name));
    return element("header", {}, heading, element("label", {}, "Result ", choice));
  }

  disconnectedCallback() {
    this.viewer?.dispose();
  }
}

function chosen({ results }) {
  let name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    // A malformed address is the name of no result.
  }
  return results.find((result) => result.name === name) ?? results[0];
}

const STYLES = `
:host { color-scheme: light dark; background: light-dark(#e9ecf1, #0d1015); color: light-dark(#1c2430, #e6e9ee); font: 14px/1.4 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; padding: 12px 16px 0; }
h1 { margin: 0; font-size: 16px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
label { color: light-dark(#5b6675, #9aa4b2); }
select { font: inherit; color: light-dark(#1c2430, #e6e9ee); background: light-dark(#ffffff, #1b2029); border: 1px solid light-dark(#cdd3dc, #333c4a); border-radius: 7px; padding: 4px 8px; max-width: 60vw; }
select:focus-visible { outline: 2px solid light-dark(#0072b2, #4ba3e3); outline-offset: 1px; }
.stage { min-height: 0; }
p { margin: 20vh auto; max-width: 40ch; text-align: center; }
`;
