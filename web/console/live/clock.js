// The clock of the sandbox, between two events.

/** Return the time of the sandbox in milliseconds. @param {{ now: string, rate: number, at: number }} clock `at` is when it was read. */
export function timeOf({ now, rate, at }, moment = performance.now()) {
  return Date.parse(now) + (moment - at) * rate;
}
