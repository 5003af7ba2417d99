// The GraphQL explorer: a component for any page.
import { buildSchema } from "graphql";

import { element } from "../../src/dom.js";
import { pretty } from "../format.js";
import { graphqlEditor, jsonEditor, resultEditor } from "./editors.js";
import styles from "./explorer.css";
import { namesOf } from "./operations.js";

/**
 * Show the explorer in an element.
 *
 * @param {HTMLElement} container
 * @param {object} options
 * @param {string} options.schema The schema in SDL.
 * @param {{ query: string, variables: string }} options.draft The texts; they are kept up to date.
 * @param {(document: object, signal: AbortSignal) => Promise<{ status: number, text: string, duration: number }>} options.run
 */
export function createExplorer(container, { schema, draft, run }) {
  return new Explorer(container, buildSchema(schema), draft, run);
}

class Explorer {
  #draft;
  #send;
  #aborter = null;
  #query;
  #variables;
  #result;
  #frame;
  #runButton = element("button", { type: "button", className: "run", onclick: () => this.run() }, "Run");
  #operation = element("select", { "aria-label": "Operation", hidden: true });
  #message = element("p", { role: "status" }, "");

  constructor(container, schema, draft, send) {
    this.#draft = draft;
    this.#send = send;
    const root = container.shadowRoot ?? container.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    const panes = ["Query", "Variables", "Result"].map((name) => element("section", { className: name.toLowerCase(), "aria-label": name }, element("h2", {}, name)));
    this.#frame = element("div", { className: "explorer" }, element("div", { className: "tools" }, this.#runButton, this.#operation, this.#message), ...panes);
    // The editors add their styles to those that are adopted.
    root.adoptedStyleSheets = [sheet];
    root.replaceChildren(this.#frame);
    const [query, variables, result] = panes;
    const onRun = () => this.run();
    this.#query = graphqlEditor({ root, parent: query, label: "Query", schema, text: draft.query, onRun, onChange: (text) => this.#onQuery(text) });
    this.#variables = jsonEditor({ root, parent: variables, label: "Variables", text: draft.variables, onRun, onChange: (text) => (draft.variables = text) });
    this.#result = resultEditor({ root, parent: result, label: "Result" });
    this.#onQuery(draft.query);
  }

  /** Run the operation that is chosen; a running one is cancelled. */
  async run() {
    this.#aborter?.abort();
    const aborter = (this.#aborter = new AbortController());
    let variables;
    try {
      variables = JSON.parse(this.#draft.variables.trim() || "{}");
    } catch (error) {
      this.#show(`The variables must be JSON: ${error.message}`, "bad");
      return;
    }
    this.#show("Running…");
    try {
      const operationName = this.#operation.value || undefined;
      const { status, text, duration } = await this.#send({ query: this.#draft.query, variables, operationName }, aborter.signal);
      this.#setResult(pretty(text));
      this.#show(`Status ${status} in ${duration.toFixed(0)} ms`, status >= 400 || hasErrors(text) ? "bad" : "good");
    } catch (error) {
      if (aborter.signal.aborted) return;
      this.#setResult("");
      this.#show(error.message, "bad");
    }
  }

  dispose() {
    this.#aborter?.abort();
    for (const editor of [this.#query, this.#variables, this.#result]) editor.destroy();
    this.#frame.remove();
  }

  #onQuery(text) {
    this.#draft.query = text;
    const names = namesOf(text);
    if (names === null) return;
    const chosen = this.#operation.value;
    this.#operation.replaceChildren(...names.map((name) => element("option", { value: name }, name)));
    this.#operation.hidden = names.length < 2;
    if (names.includes(chosen)) this.#operation.value = chosen;
  }

  #setResult(text) {
    this.#result.dispatch({ changes: { from: 0, to: this.#result.state.doc.length, insert: text } });
  }

  #show(text, kind = "") {
    this.#message.textContent = text;
    this.#message.className = kind;
  }
}

function hasErrors(text) {
  try {
    return "errors" in JSON.parse(text);
  } catch {
    return true;
  }
}
