// Requests to the sandbox. Addresses are relative, so that they go to where the page came from.

/** A request that was refused; the message is for users. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const UNREACHABLE = "The sandbox cannot be reached: is it still running?";
const STORED_KEY = "move-sandbox-key";
/** Milliseconds until a request fails: the admin API answers at once unless the sandbox hangs. */
const TIMEOUT = 10_000;

/** Sends requests with the API key. */
export class Api {
  key = sessionStorage.getItem(STORED_KEY);

  /**
   * Ask the sandbox for its API key, which it gives to pages on its own machine only.
   *
   * @throws {ApiError} 403: the user must enter the key.
   */
  async loadKey() {
    const response = await fetchOrThrow("console/key", { method: "POST", signal: AbortSignal.timeout(TIMEOUT) });
    const body = await readBody(response);
    if (!response.ok) throw new ApiError(response.status, body.message);
    this.key = body.api_key;
  }

  /** Use a key that the user has entered, in this tab. */
  setKey(key) {
    this.key = key;
    sessionStorage.setItem(STORED_KEY, key);
  }

  forgetKey() {
    this.key = null;
    sessionStorage.removeItem(STORED_KEY);
  }

  /** Send a request to the admin API, and return its JSON. */
  async send(method, path, document) {
    const body = document === undefined ? undefined : JSON.stringify(document);
    const response = await this.#fetch(`sandbox/${path}`, { method, body, signal: AbortSignal.timeout(TIMEOUT) });
    const content = await readBody(response);
    if (!response.ok) throw new ApiError(response.status, content.message ?? `The sandbox answered with status ${response.status}.`);
    return content;
  }

  /** Open the stream of changes. @param {AbortSignal} signal */
  async openEvents(signal) {
    const response = await this.#fetch("sandbox/events", { signal });
    if (!response.ok) throw new ApiError(response.status, (await readBody(response)).message);
    return response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Send a GraphQL request, and return the status, the text of the response and the milliseconds that it took. */
  async query(document, signal) {
    const started = performance.now();
    const response = await this.#fetch("ugc/graphql", { method: "POST", body: JSON.stringify(document), signal });
    const text = await response.text();
    return { status: response.status, text, duration: performance.now() - started };
  }

  /** Return the text of a file that the page comes with. */
  async asset(name) {
    const response = await fetchOrThrow(`console/${name}`, {});
    return response.text();
  }

  #fetch(path, options) {
    return fetchOrThrow(path, { ...options, headers: { authorization: this.key ?? "", "content-type": "application/json" } });
  }
}

async function fetchOrThrow(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (options.signal?.aborted && error.name === "AbortError") throw error;
    throw new ApiError(0, error.name === "TimeoutError" ? "The sandbox does not respond." : UNREACHABLE);
  }
}

async function readBody(response) {
  try {
    return JSON.parse(await response.text());
  } catch {
    return {};
  }
}
