// Server-sent events of a response body: `EventSource` cannot send the API key.

/** Splits text that arrives in pieces into the data of events (WHATWG HTML, "Interpreting an event stream"). */
export class EventParser {
  #rest = "";
  #lines = [];

  /** Add text, and return the data of the events that it completes. @param {string} text @returns {string[]} */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n/);
    this.#rest = lines.pop();
    const events = [];
    for (const line of lines) {
      if (line.startsWith("data:")) this.#lines.push(line.slice(5).replace(/^ /, ""));
      else if (line === "" && this.#lines.length) events.push(this.#lines.splice(0).join("\n"));
    }
    return events;
  }
}
