// Motion data, as the server of `move-ugc view` converts it.
import { frameAt } from "../frames.js";
import { Recording, SourceError } from "./recording.js";

const MAGIC = "MOVEMOT1";

/**
 * Read motion data: the magic number, the length of a JSON header (32 bits, little-endian), the header, then for each
 * actor the times (frames) and positions (frames × joints × 3) as 32-bit floats.
 *
 * @param {ArrayBuffer} buffer
 */
export function readMotionData(buffer) {
  const start = new Uint8Array(buffer, 0, Math.min(MAGIC.length, buffer.byteLength));
  if (String.fromCharCode(...start) !== MAGIC) throw new SourceError("The motion data has an unknown form.");
  const length = new DataView(buffer).getUint32(MAGIC.length, true);
  let offset = MAGIC.length + 4;
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, offset, length)));
  offset += length;
  const recording = new Recording();
  for (const { name, frames, joints, up } of header.actors) {
    const times = new Float32Array(buffer, offset, frames);
    offset += times.byteLength;
    const positions = new Float32Array(buffer, offset, frames * joints.length * 3);
    offset += positions.byteLength;
    recording.add(createActor(name, joints, times, positions, up), times);
  }
  return recording;
}

function createActor(name, joints, times, positions, up) {
  const width = joints.length * 3;
  const points = new Float32Array(width);

  function update(time) {
    const frame = frameAt(times, time);
    const next = Math.min(frame + 1, times.length - 1);
    const step = times[next] - times[frame];
    const share = step > 0 ? Math.min(Math.max((time - times[frame]) / step, 0), 1) : 0;
    for (let joint = 0; joint < width; joint += 3) {
      const from = frame * width + joint;
      const to = next * width + joint;
      const x = mix(positions[from], positions[to], share);
      const y = mix(positions[from + 1], positions[to + 1], share);
      const z = mix(positions[from + 2], positions[to + 2], share);
      points[joint] = x;
      // three.js draws Y up: (x, y, z) becomes (x, z, -y).
      points[joint + 1] = up === "z" ? z : y;
      points[joint + 2] = up === "z" ? -y : z;
    }
  }

  return { name, joints, points, update, hasMesh: false };
}

/** Interpolate; a value whose neighbour is unknown stays as it is. */
function mix(from, to, share) {
  return share === 0 || Number.isNaN(to) ? from : from + (to - from) * share;
}
