// Checks of arguments.

/**
 * Return a number that may be infinite.
 *
 * @param {unknown} value
 * @param {string} name Name of the argument.
 * @returns {number}
 * @throws {TypeError} It is not a number, or NaN.
 */
export function ensureNumber(value, name) {
  if (typeof value !== "number" || Number.isNaN(value)) throw new TypeError(`${name} must be a number; got ${String(value)}`);
  return value;
}

/**
 * Return a number in a range.
 *
 * @param {unknown} value
 * @param {string} name Name of the argument.
 * @param {number} low
 * @param {number} high
 * @throws {TypeError} It is not a number, or NaN.
 * @throws {RangeError} It is not in the range.
 */
export function ensureInRange(value, name, low, high) {
  if (ensureNumber(value, name) < low || value > high) throw new RangeError(`${name} must be from ${low} to ${high}; got ${value}`);
  return value;
}
