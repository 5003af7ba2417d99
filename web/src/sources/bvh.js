// BVH files.
import { Bone, Box3, Quaternion, Vector3 } from "three";

import { frameAt } from "../frames.js";
import { createBonesActor } from "./bones.js";
import { readBvhText } from "./bvh_text.js";
import { createPauses } from "./pauses.js";
import { Recording } from "./recording.js";

/** Files name no unit. A skeleton at rest that is larger than this, in metres, is in centimetres. */
const LARGEST_FIGURE = 10;
const CENTIMETRE = 0.01;
const RADIANS = Math.PI / 180;
const AXES = { X: new Vector3(1, 0, 0), Y: new Vector3(0, 1, 0), Z: new Vector3(0, 0, 1) };

/**
 * Read a BVH file.
 *
 * @param {ArrayBuffer} buffer
 * @param {string} name Name of the actor.
 * @param {import("./load.js").Work} [work]
 */
export async function readBvh(buffer, name, { signal, onProgress = () => {} } = {}) {
  const pause = createPauses(signal);
  const bvh = await readBvhText(new TextDecoder().decode(buffer), (share) => {
    onProgress(share);
    return pause();
  });
  const bones = bvh.joints.map(({ offset }) => {
    const bone = new Bone();
    bone.position.set(...offset);
    return bone;
  });
  bvh.joints.forEach(({ parent }, index) => parent >= 0 && bones[parent].add(bones[index]));
  const recording = new Recording();
  recording.object.add(bones[0]);
  placeUpright(recording.object, bones);
  const names = new Map(bones.map((bone, index) => [bone, bvh.joints[index].name]));
  const times = Float64Array.from({ length: bvh.frames }, (_, frame) => frame * bvh.frameTime);
  const pose = createPose(bvh, bones, times);
  recording.add(
    createBonesActor({
      ...{ name, bones, nameOf: (bone) => names.get(bone) },
      pose: (time) => {
        pose(time);
        recording.object.updateMatrixWorld(true);
      },
    }),
    times,
  );
  return recording;
}

/** Return a function that moves bones to a time, between the frames before and after it. */
function createPose({ joints, width, values }, bones, times) {
  const turn = new Quaternion();
  const later = new Quaternion();
  let first = 0;
  const moved = joints.map(({ channels }, index) => {
    const places = channels.flatMap((channel, own) => (channel.endsWith("position") ? [[channel[0].toLowerCase(), first + own]] : []));
    const turns = channels.flatMap((channel, own) => (channel.endsWith("rotation") ? [[AXES[channel[0]], first + own]] : []));
    first += channels.length;
    return { bone: bones[index], places, turns };
  });
  const rotate = (target, turns, from) => {
    target.identity();
    for (const [axis, channel] of turns) target.multiply(turn.setFromAxisAngle(axis, values[from + channel] * RADIANS));
    return target;
  };
  return (time) => {
    const frame = frameAt(times, time);
    const next = Math.min(frame + 1, times.length - 1);
    const share = next > frame ? Math.min(Math.max((time - times[frame]) / (times[next] - times[frame]), 0), 1) : 0;
    const [from, to] = [frame * width, next * width];
    for (const { bone, places, turns } of moved) {
      // A place replaces the offset, as in Blender and MotionBuilder.
      for (const [axis, channel] of places) bone.position[axis] = values[from + channel] * (1 - share) + values[to + channel] * share;
      if (!turns.length) continue;
      rotate(bone.quaternion, turns, from);
      if (share) bone.quaternion.slerp(rotate(later, turns, to), share);
    }
  };
}

/** Scale to metres, and turn the figure upright if its rest pose lies: some programs write Z up. */
function placeUpright(object, bones) {
  object.updateMatrixWorld(true);
  const place = new Vector3();
  const box = new Box3().setFromPoints(bones.map((bone) => place.setFromMatrixPosition(bone.matrixWorld).clone()));
  const size = box.getSize(new Vector3());
  if (Math.max(size.x, size.y, size.z) > LARGEST_FIGURE) object.scale.setScalar(CENTIMETRE);
  if (size.z > 1.5 * size.y) object.rotation.x = -Math.PI / 2;
}
