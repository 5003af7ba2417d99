// What the page knows of the sandbox.
import { newsOf } from "./news.js";

/** Milliseconds that a message is shown. */
const SHOWN = 8_000;

/**
 * @typedef {"connecting" | "live" | "lost" | "silent" | "locked"} Status "silent": the sandbox hangs; "locked": it needs
 *   the API key.
 */

/** The sections of the last events, the status of the connection, and messages for the user. */
export class Store {
  /** @type {Status} */
  status = "connecting";
  reason = "";
  /** Sections by name; null before the first event. */
  sections = null;
  clock = null;
  toasts = [];
  /** What has just happened, for screen readers. */
  news = "";
  #listeners = new Set();
  #toasts = 0;

  /** Call a function after each change, and return a function that stops it. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Add the sections of an event. */
  apply({ clock, ...sections }) {
    const before = this.sections;
    this.sections = { ...before, ...sections };
    this.clock = { ...clock, at: performance.now() };
    this.news = (before && newsOf(before, this.sections)) || this.news;
    this.status = "live";
    this.#report();
  }

  /** @param {Status} status */
  setStatus(status, reason = "") {
    this.status = status;
    this.reason = reason;
    this.#report();
  }

  /** Run an action of the user, and show its error or what it did. */
  async attempt(action, done) {
    try {
      const result = await action();
      if (done) this.show("done", done);
      return result;
    } catch (error) {
      this.show("error", error.message);
      return undefined;
    }
  }

  /** @param {"done" | "error"} kind */
  show(kind, text) {
    const id = ++this.#toasts;
    this.toasts = [...this.toasts.slice(-3), { id, kind, text }];
    this.#report();
    setTimeout(() => this.dismiss(id), SHOWN);
  }

  dismiss(id) {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
    this.#report();
  }

  #report() {
    for (const listener of this.#listeners) listener();
  }
}
