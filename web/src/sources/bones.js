// Actors whose joints are bones of three.js.

/**
 * Return an actor.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {import("three").Object3D[]} options.bones
 * @param {(bone: import("three").Object3D) => string} options.nameOf
 * @param {(time: number) => void} options.pose Moves the bones to a time in seconds.
 * @param {import("three").Mesh[]} [options.meshes]
 * @param {(colour: string) => void} [options.paint]
 * @returns {import("./recording.js").Actor}
 */
export function createBonesActor({ name, bones, nameOf, pose, meshes = [], paint }) {
  const indices = new Map(bones.map((bone, index) => [bone, index]));
  const joints = bones.map((bone) => ({ name: nameOf(bone), parent: parentIndex(bone, indices) }));
  const points = new Float32Array(bones.length * 3);
  const update = (time) => {
    pose(time);
    bones.forEach(({ matrixWorld: { elements } }, index) => {
      points[3 * index] = elements[12];
      points[3 * index + 1] = elements[13];
      points[3 * index + 2] = elements[14];
    });
  };
  return { name, joints, points, update, paint, hasMesh: meshes.length > 0 };
}

function parentIndex(bone, indices) {
  for (let parent = bone.parent; parent; parent = parent.parent) {
    if (indices.has(parent)) return indices.get(parent);
  }
  return -1;
}
