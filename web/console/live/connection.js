// The stream of changes: opened again when it breaks, and given up when it is silent.
import { EventParser } from "./event_parser.js";

/** Milliseconds without an event after which the sandbox hangs: three heartbeats. */
const SILENCE = 12_000;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 5_000;

/** Keeps the store up to date while the page is open. */
export class Connection {
  #api;
  #store;
  #delay = FIRST_DELAY;
  #wake = () => {};

  /** @param {import("./api.js").Api} api @param {import("./store.js").Store} store */
  constructor(api, store) {
    this.#api = api;
    this.#store = store;
  }

  /** Follow the sandbox until the page is closed. */
  async start() {
    addEventListener("online", () => this.retry());
    for (;;) {
      try {
        if (this.#api.key === null) await this.#api.loadKey();
        await this.#follow();
        this.#store.setStatus("lost");
      } catch (error) {
        this.#onError(error);
      }
      await this.#pause();
    }
  }

  /** Try again at once. */
  retry() {
    this.#delay = FIRST_DELAY;
    this.#wake();
  }

  async #follow() {
    const aborter = new AbortController();
    let timer = setTimeout(() => aborter.abort(), SILENCE);
    try {
      const reader = await this.#api.openEvents(aborter.signal);
      const parser = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => aborter.abort(), SILENCE);
        for (const data of parser.push(value)) this.#store.apply(JSON.parse(data));
        this.#delay = FIRST_DELAY;
      }
    } finally {
      clearTimeout(timer);
      aborter.abort();
    }
  }

  #onError(error) {
    if (error.status === 401) {
      // Another sandbox may have started at this address.
      this.#api.forgetKey();
      this.#store.setStatus("locked", "The sandbox does not accept this API key.");
    } else if (error.status === 403) {
      this.#store.setStatus("locked");
    } else {
      this.#store.setStatus(error.name === "AbortError" ? "silent" : "lost");
    }
  }

  #pause() {
    const delay = this.#delay;
    this.#delay = Math.min(delay * 2, LONGEST_DELAY);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delay);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
