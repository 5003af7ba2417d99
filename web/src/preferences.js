// What the user prefers.

/** Return whether the user prefers less motion: nothing then moves by itself. */
export function prefersLessMotion() {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}
