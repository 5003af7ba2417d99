// The text of BVH files.
import { SourceError } from "./recording.js";

const MAX_VALUES = 60_000_000;
/** Characters up to this one separate values. Files from old systems end with other ones than spaces. */
const SPACE = 32;
/** Values that are read between two reports of progress. */
const BATCH = 50_000;

/**
 * @typedef {object} BvhJoint
 * @property {string} name Empty for an end site.
 * @property {number} parent Index of the parent, -1 without one.
 * @property {[number, number, number]} offset
 * @property {string[]} channels Such as `Xposition` and `Zrotation`, in the order of their values.
 *
 * @typedef {object} Bvh
 * @property {BvhJoint[]} joints A parent comes before its children.
 * @property {number} width Number of channels of all joints.
 * @property {number} frames
 * @property {number} frameTime Seconds.
 */

/**
 * Read a BVH file.
 *
 * @param {string} text
 * @param {(share: number) => void | Promise<void>} [onProgress] Called with the share of the values that are read.
 * @returns {Promise<Bvh & { values: Float32Array }>} With the values of all channels, one frame after the other.
 * @throws {SourceError} It is malformed.
 */
export async function readBvhText(text, onProgress = () => {}) {
  // A joint may be called MOTION.
  const match = /^\s*MOTION\s+(?=Frames:)/im.exec(text) ?? /^\s*MOTION\s*$/m.exec(text);
  if (!/^\s*HIERARCHY\b/.test(text)) throw new SourceError("A BVH file must start with HIERARCHY; this one does not.");
  if (!match) throw new SourceError("The BVH file has no MOTION section.");
  const joints = readHierarchy(text.slice(0, match.index));
  const width = joints.reduce((sum, { channels }) => sum + channels.length, 0);
  if (!width) throw new SourceError("The BVH hierarchy is malformed: no joint has channels.");
  const { frames, frameTime, start } = readHead(text, match.index + match[0].length);
  if (frames * width > MAX_VALUES) throw new SourceError("The BVH file is too large to be shown.");
  return { joints, width, frames, frameTime, values: await readValues(text, start, frames, width, onProgress) };
}

/** Return the joints and end sites. */
function readHierarchy(text) {
  const tokens = text.replace(/[{}]/g, " $& ").trim().split(/\s+/);
  const joints = [];
  /** Indices of the joints whose brackets are open. */
  const open = [];
  let position = 0;
  const take = () => tokens[position++];
  const fail = (reason) => {
    const last = joints.findLast(({ name }) => name)?.name;
    throw new SourceError(`The BVH hierarchy is malformed${last ? ` at joint ${last}` : ""}: ${reason}.`);
  };
  const number = (what) => {
    const value = Number(take());
    if (!Number.isFinite(value)) fail(`${what} must be a number`);
    return value;
  };
  /** Names may contain spaces, and some programs name sites. */
  const takeName = () => {
    const start = position;
    while (position < tokens.length && tokens[position] !== "{") position += 1;
    return tokens.slice(start, position).join(" ");
  };
  const add = (name) => joints.push({ name, parent: open.at(-1) ?? -1, offset: [0, 0, 0], channels: [] });
  while (position < tokens.length) {
    const token = take();
    switch (token.toUpperCase()) {
      case "HIERARCHY":
        break;
      case "ROOT":
        if (joints.length) fail("it has several roots");
        add(takeName());
        break;
      case "JOINT":
        add(takeName());
        break;
      case "END":
        takeName();
        add("");
        break;
      case "{":
        open.push(joints.length - 1);
        break;
      case "}":
        if (open.pop() === undefined) fail("a bracket is closed too often");
        break;
      case "OFFSET":
        if (!joints.length) fail("an offset must be that of a joint");
        joints.at(-1).offset = [number("OFFSET"), number("OFFSET"), number("OFFSET")];
        break;
      case "CHANNELS": {
        if (!joints.length) fail("channels must be those of a joint");
        const count = number("CHANNELS");
        const own = tokens.slice(position, position + count).map((each) => each[0].toUpperCase() + each.slice(1).toLowerCase());
        if (own.length !== count || own.some((each) => !/^[XYZ](position|rotation)$/.test(each))) fail("unknown channels");
        position += count;
        joints.at(-1).channels = own;
        break;
      }
      default:
        fail(`unexpected “${token.slice(0, 40)}”`);
    }
  }
  if (open.length) fail("a bracket is not closed");
  return joints;
}

function readHead(text, start) {
  const head = /\s*Frames:\s*(\d+)\s+Frame\s+Time:\s*(\S+)/iy;
  head.lastIndex = start;
  const match = head.exec(text);
  if (!match) throw new SourceError("The BVH file has no frame count or frame time.");
  const frames = Number(match[1]);
  const frameTime = Number(match[2]);
  if (!frames) throw new SourceError("The BVH file has no frames.");
  if (!(frameTime > 0 && Number.isFinite(frameTime))) throw new SourceError("The frame time of the BVH file must be above 0.");
  return { frames, frameTime, start: head.lastIndex };
}

async function readValues(text, start, frames, width, onProgress) {
  const expected = frames * width;
  const values = new Float32Array(expected);
  let position = start;
  let found = 0;
  for (;;) {
    while (text.charCodeAt(position) <= SPACE) position += 1;
    if (position >= text.length) break;
    const from = position;
    while (text.charCodeAt(position) > SPACE) position += 1;
    if (found < expected) {
      const value = Number(text.slice(from, position));
      if (!Number.isFinite(value)) throw new SourceError(`Frame ${Math.floor(found / width)} of the BVH file has a value that is not a number.`);
      values[found] = value;
    }
    found += 1;
    if (found % BATCH === 0) await onProgress(Math.min(found / expected, 1));
  }
  if (found === expected) return values;
  throw new SourceError(
    `The BVH file has ${found.toLocaleString("en")} values; ${frames.toLocaleString("en")} frames of ${width} channels have ${expected.toLocaleString("en")}.`,
  );
}
