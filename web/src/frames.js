// Times of frames.

/** Half a microsecond: timestamps in files are rounded. */
const ROUNDING = 5e-7;

/**
 * Return the index of the last frame that starts at or before a time; 0 before the first one.
 *
 * @param {ArrayLike<number>} times Ascending, in seconds.
 * @param {number} time In seconds.
 */
export function frameAt(times, time) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle] <= time + ROUNDING) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Return the frames per second that the median step results in; NaN for fewer than two frames.
 *
 * @param {ArrayLike<number>} times Ascending, in seconds.
 */
export function frameRate(times) {
  const steps = [];
  for (let frame = 1; frame < times.length; frame += 1) steps.push(times[frame] - times[frame - 1]);
  steps.sort((a, b) => a - b);
  const median = steps[steps.length >> 1];
  return median > 0 ? 1 / median : NaN;
}

/** Return a time such as `0:01.25`, or `1:02:03.50` from an hour on. */
export function formatTime(seconds) {
  const hundredths = Math.round(Math.max(seconds, 0) * 100);
  const pad = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(hundredths / 6000);
  const rest = `${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`;
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${rest}`;
}

/** Return a frame rate with at most two decimals, such as `29.97`. */
export function formatRate(rate) {
  return Number.isFinite(rate) ? `${Number(rate.toFixed(2))} fps` : "";
}
