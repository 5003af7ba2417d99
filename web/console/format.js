// Texts for values.

/** Return the first part of an id: `job-1a2b3c4d`. */
export function shortId(id) {
  return id.replace(/^([a-z]+-[0-9a-f]{8})-.*$/, "$1");
}

/** Return the name of an object, or its short id. */
export function nameOf({ name, id }) {
  return name || shortId(id);
}

/** Return the name of a request: its operation, its fields, or its path with short ids. */
export function titleOf({ operation, fields, path }) {
  return operation || fields.join(", ") || path.replace(/([a-z]+-[0-9a-f]{8})-[0-9a-f-]{27}/g, "$1…");
}

const UNITS = [
  [60, "s", 1],
  [3600, "min", 60],
  [86_400, "h", 3600],
  [Infinity, "d", 86_400],
];

/** Return how long ago a time is. @param {string} moment ISO 8601. @param {number} now Milliseconds. */
export function ago(moment, now) {
  const seconds = Math.floor((now - Date.parse(moment)) / 1000);
  if (seconds < 1) return "now";
  const [, unit, size] = UNITS.find(([limit]) => seconds < limit);
  return `${Math.floor(seconds / size)} ${unit} ago`;
}

/** Return a time in UTC, as the sandbox has it: `2026-01-01 12:00:00`. @param {number} time Milliseconds. */
export function utc(time) {
  return new Date(time).toISOString().slice(0, 19).replace("T", " ");
}

/** Return the size of a file. @param {number | null} size Bytes. */
export function bytes(size) {
  if (size === null) return "–";
  if (size < 1000) return `${size} B`;
  const power = Math.min(Math.floor(Math.log10(size) / 3), 4);
  return `${(size / 1000 ** power).toPrecision(3)} ${["", "kB", "MB", "GB", "TB"][power]}`;
}

/** Return a duration. @param {number | null} seconds */
export function duration(seconds) {
  if (seconds === null) return "…";
  if (seconds < 0.0995) return `${(seconds * 1000).toFixed(1)} ms`;
  return seconds < 0.9995 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

/** Return JSON with line breaks; text that is not JSON stays as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
