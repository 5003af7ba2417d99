// Pauses in long work.

/** Milliseconds of work after which the page may draw and react. */
const INTERVAL = 40;

/**
 * Return a function that waits until the page has drawn and reacted, if the last pause was a while ago.
 *
 * @param {AbortSignal} [signal]
 * @returns {() => Promise<void>} Rejects with the reason of the signal once it is aborted.
 */
export function createPauses(signal) {
  let last = -Infinity;
  return async () => {
    if (performance.now() - last < INTERVAL) return;
    // Unlike frames, timers also run in tabs in the background.
    await new Promise((done) => setTimeout(done));
    signal?.throwIfAborted();
    last = performance.now();
  };
}
