// BVH files.
import { AnimationMixer, Box3, Vector3 } from "three";
import { BVHLoader } from "three/addons/loaders/BVHLoader.js";

import { normaliseBvh } from "./bvh_text.js";
import { createBonesActor } from "./bones.js";
import { Recording } from "./recording.js";

/** Files name no unit. A skeleton at rest that is larger than this, in metres, is in centimetres. */
const LARGEST_FIGURE = 10;
const CENTIMETRE = 0.01;

/** Read a BVH file. @param {ArrayBuffer} buffer @param {string} name Name of the actor. */
export function readBvh(buffer, name) {
  const { text, names, frames, frameTime } = normaliseBvh(new TextDecoder().decode(buffer));
  const { skeleton, clip } = new BVHLoader().parse(text);
  const bones = skeleton.bones;
  const [root] = bones;
  const recording = new Recording();
  recording.object.add(root);
  placeUpright(recording.object, bones);
  const mixer = new AnimationMixer(root);
  const action = mixer.clipAction(clip).play();
  const times = Float64Array.from({ length: frames }, (_, frame) => frame * frameTime);
  const pose = (time) => {
    action.time = Math.min(time, times[frames - 1]);
    mixer.update(0);
    recording.object.updateMatrixWorld(true);
  };
  const nameOf = (bone) => (bone.name === "ENDSITE" ? "" : names[Number(bone.name.slice(1))]);
  recording.add(createBonesActor({ name, bones, nameOf, pose }), times);
  return recording;
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
