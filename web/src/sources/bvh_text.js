// The text of BVH files, checked before it is parsed: three.js accepts malformed files, and then draws nonsense.
import { SourceError } from "./recording.js";

const MAX_VALUES = 60_000_000;

/**
 * Check a BVH file, and return it in the form that three.js reads: joints named `J0`, `J1` …, since names with dots or
 * colons cannot be animated, and one line per frame.
 *
 * @param {string} text
 * @returns {{ text: string, names: string[], frames: number, frameTime: number }}
 */
export function normaliseBvh(text) {
  // A joint may be called MOTION.
  const match = /^\s*MOTION\s+(?=Frames:)/im.exec(text) ?? /^\s*MOTION\s*$/m.exec(text);
  if (!/^\s*HIERARCHY\b/.test(text)) throw new SourceError("A BVH file must start with HIERARCHY; this one does not.");
  if (!match) throw new SourceError("The BVH file has no MOTION section.");
  const hierarchy = readHierarchy(text.slice(0, match.index));
  const motion = readMotion(text.slice(match.index + match[0].length), hierarchy);
  return { ...motion, names: hierarchy.names, text: `${hierarchy.text}\nMOTION\n${motion.text}` };
}

function readHierarchy(text) {
  const tokens = text.replace(/[{}]/g, " $& ").trim().split(/\s+/);
  const names = [];
  const lines = [];
  const shifts = [];
  let offset = {};
  let channels = 0;
  let depth = 0;
  let position = 0;
  const take = () => tokens[position++];
  const number = (what) => {
    const value = Number(take());
    if (!Number.isFinite(value)) fail(`${what} must be a number`);
    return value;
  };
  const fail = (reason) => {
    throw new SourceError(`The BVH hierarchy is malformed${names.length ? ` at joint ${names.at(-1)}` : ""}: ${reason}.`);
  };
  while (position < tokens.length) {
    const token = take();
    switch (token.toUpperCase()) {
      case "HIERARCHY":
        lines.push("HIERARCHY");
        break;
      case "ROOT":
      case "JOINT": {
        if (token.toUpperCase() === "ROOT" && names.length) fail("it has several roots");
        // Names may contain spaces.
        const start = position;
        while (position < tokens.length && tokens[position] !== "{") position += 1;
        lines.push(`${token.toUpperCase()} J${names.length}`);
        names.push(tokens.slice(start, position).join(" "));
        break;
      }
      case "END":
        // Some programs name the site.
        while (position < tokens.length && tokens[position] !== "{") position += 1;
        lines.push("End Site");
        break;
      case "{":
        depth += 1;
        lines.push("{");
        break;
      case "}":
        depth -= 1;
        lines.push("}");
        break;
      case "OFFSET":
        offset = { X: number("OFFSET"), Y: number("OFFSET"), Z: number("OFFSET") };
        lines.push(`OFFSET ${offset.X} ${offset.Y} ${offset.Z}`);
        break;
      case "CHANNELS": {
        const count = number("CHANNELS");
        const own = tokens.slice(position, position + count).map((each) => each[0].toUpperCase() + each.slice(1).toLowerCase());
        if (own.length !== count || own.some((each) => !/^[XYZ](position|rotation)$/.test(each))) fail("unknown channels");
        position += count;
        // A place replaces the offset, as in Blender and MotionBuilder; three.js adds both.
        own.forEach((each, index) => each.endsWith("position") && offset[each[0]] && shifts.push([channels + index, offset[each[0]]]));
        channels += count;
        lines.push(`CHANNELS ${count} ${own.join(" ")}`);
        break;
      }
      default:
        fail(`unexpected “${token.slice(0, 40)}”`);
    }
    if (depth < 0) fail("a bracket is closed too often");
  }
  if (depth !== 0) fail("a bracket is not closed");
  if (!channels) fail("no joint has channels");
  return { text: lines.join("\n"), names, channels, shifts };
}

function readMotion(text, { channels, shifts }) {
  const head = /^\s*Frames:\s*(\d+)\s+Frame\s+Time:\s*(\S+)/i.exec(text);
  if (!head) throw new SourceError("The BVH file has no frame count or frame time.");
  const frames = Number(head[1]);
  const frameTime = Number(head[2]);
  if (!frames) throw new SourceError("The BVH file has no frames.");
  if (!(frameTime > 0 && Number.isFinite(frameTime))) throw new SourceError("The frame time of the BVH file must be above 0.");
  if (frames * channels > MAX_VALUES) throw new SourceError("The BVH file is too large to be shown.");
  // Files from old systems end with other characters than spaces.
  const values = text.slice(head[0].length).replace(/[\s\0\x1a]+$/, "").trim().split(/\s+/);
  const expected = frames * channels;
  if (values.length !== expected) {
    throw new SourceError(
      `The BVH file has ${values.length.toLocaleString("en")} values; ${frames.toLocaleString("en")} frames of ${channels} channels have ${expected.toLocaleString("en")}.`,
    );
  }
  const lines = [`Frames: ${frames}`, `Frame Time: ${frameTime}`];
  for (let frame = 0; frame < frames; frame += 1) {
    const own = values.slice(frame * channels, (frame + 1) * channels);
    if (own.some((value) => !Number.isFinite(Number(value)))) throw new SourceError(`Frame ${frame} of the BVH file has a value that is not a number.`);
    for (const [channel, offset] of shifts) own[channel] = String(Number(own[channel]) - offset);
    lines.push(own.join(" "));
  }
  return { text: `${lines.join("\n")}\n`, frames, frameTime };
}
