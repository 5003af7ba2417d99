// GLB files.
import { AnimationMixer, LoadingManager, MeshLambertMaterial } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";

import { createBonesActor } from "./bones.js";
import { Recording, SourceError } from "./recording.js";

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const HEADER = 20;
/** Extensions whose decoders are larger than this page. */
const COMPRESSIONS = {
  KHR_draco_mesh_compression: "Draco",
  EXT_meshopt_compression: "meshopt",
  KHR_meshopt_compression: "meshopt",
  KHR_texture_basisu: "KTX2 textures (Basis Universal)",
};
/** Share of the colour of an actor that does not depend on light. */
const GLOW = 0.25;

/** Read a GLB file. @param {ArrayBuffer} buffer @param {string} name Name of the actor, if there is one only. */
export async function readGlb(buffer, name) {
  checkHeader(buffer);
  const gltf = await parse(buffer);
  const recording = new Recording();
  recording.object.add(gltf.scene);
  const mixer = new AnimationMixer(gltf.scene);
  const actions = chooseClips(gltf.animations).map((clip) => mixer.clipAction(clip).play());
  const tracks = actions.flatMap((action) => action.getClip().tracks);
  const { start, times } = timesOfTracks(tracks);
  let posed = NaN;
  const pose = (time) => {
    // All actors share one scene.
    if (time === posed) return;
    posed = time;
    for (const action of actions) action.time = Math.min(start + time, action.getClip().duration);
    mixer.update(0);
    recording.object.updateMatrixWorld(true);
  };
  const groups = groupActors(gltf.scene, tracks);
  if (!groups.length) throw new SourceError("The GLB file has neither a skeleton nor an animation.");
  for (const { bones, meshes, root } of groups) {
    const own = groups.length > 1 ? meshes[0]?.userData.name || meshes[0]?.name || root.name : name;
    recording.add(
      createBonesActor({ name: own, bones, nameOf: nameOfNode, pose, meshes, paint: createPainter(meshes) }),
      times,
    );
  }
  return recording;
}

function checkHeader(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER || view.getUint32(0, true) !== MAGIC) throw new SourceError("The file is not a GLB file.");
  const version = view.getUint32(4, true);
  if (version !== 2) throw new SourceError(`The file has version ${version} of glTF; version 2 can be shown.`);
  const length = view.getUint32(8, true);
  if (length > buffer.byteLength) throw new SourceError(`The GLB file is incomplete: it has ${buffer.byteLength.toLocaleString("en")} of ${length.toLocaleString("en")} bytes.`);
  if (view.getUint32(16, true) !== JSON_CHUNK) throw new SourceError("The GLB file does not start with a JSON chunk.");
  checkCompression(readJson(new Uint8Array(buffer, HEADER, Math.min(view.getUint32(12, true), buffer.byteLength - HEADER))));
}

function readJson(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new SourceError("The GLB file is malformed: its JSON chunk cannot be read.");
  }
}

/** Refuse files that need a decoder. three.js also fails if Draco is only used, with another form beside it. */
function checkCompression(document) {
  const { extensionsRequired = [], extensionsUsed = [] } = document ?? {};
  const needed = [extensionsRequired].flat().concat([extensionsUsed].flat().filter((name) => name === "KHR_draco_mesh_compression"));
  const found = needed.filter((name) => Object.hasOwn(COMPRESSIONS, name));
  if (!found.length) return;
  const names = [...new Set(found.map((name) => COMPRESSIONS[name]))].join(" and ");
  throw new SourceError(
    `The GLB file is compressed with ${names} (${[...new Set(found)].join(", ")}), which the viewer does not read. Export it without compression, or run: gltf-transform copy compressed.glb plain.glb`,
  );
}

async function parse(buffer) {
  const manager = new LoadingManager();
  let foreign = null;
  manager.setURLModifier((url) => {
    if (/^(data|blob):/.test(url)) return url;
    foreign ??= url;
    return "data:,";
  });
  try {
    return await new GLTFLoader(manager).parseAsync(buffer, "");
  } catch (error) {
    if (foreign) throw new SourceError(`The GLB file needs another file, “${foreign}”, which is not loaded.`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(`The GLB file cannot be read: ${reason.replace(/^THREE\.\w+: ?/, "")}`);
  }
}

/**
 * Return the start of the motion, and the times of its frames from there on. Programs that leave out keys write tracks of
 * different lengths, and some start at the second frame.
 */
function timesOfTracks(tracks) {
  const all = tracks.map(({ times }) => times).filter(({ length }) => length);
  if (!all.length) return { start: 0, times: [] };
  const start = Math.min(...all.map(([first]) => first));
  const end = Math.max(...all.map((times) => times.at(-1)));
  const most = all.reduce((longest, times) => (times.length > longest.length ? times : longest));
  const complete = most[0] === start && most.at(-1) === end;
  const times = complete ? most : Float32Array.from(new Set(all.flatMap((each) => [...each]))).sort();
  return { start, times: times.map((time) => time - start) };
}

/** Return the longest animation, and the others that move other nodes: some programs write one for each actor. */
function chooseClips(clips) {
  const moved = new Set();
  return [...clips]
    .sort((a, b) => b.duration - a.duration)
    .filter(({ tracks }) => {
      const own = tracks.map((track) => track.name);
      if (own.some((track) => moved.has(track))) return false;
      own.forEach((track) => moved.add(track));
      return true;
    });
}

/** Return bones and meshes by the topmost joint; without a skin, the animated nodes are the joints. */
function groupActors(scene, tracks) {
  const meshes = [];
  scene.traverse((node) => node.isMesh && meshes.push(node));
  const skinned = meshes.filter((mesh) => mesh.isSkinnedMesh);
  const joints = new Set(skinned.flatMap((mesh) => mesh.skeleton.bones));
  const groups = new Map();
  for (const mesh of skinned) {
    // The box of a mesh does not move with its bones.
    mesh.frustumCulled = false;
    // Hair or clothes may have a skin of their own with some of the joints.
    const root = topmost(mesh.skeleton.bones[0], joints);
    const group = groups.get(root) ?? { root, bones: new Set(), meshes: [] };
    mesh.skeleton.bones.forEach((bone) => group.bones.add(bone));
    group.meshes.push(mesh);
    groups.set(root, group);
  }
  if (skinned.length) return [...groups.values()].map((group) => ({ ...group, bones: [...group.bones] }));
  const names = new Set(tracks.map(({ name }) => name.slice(0, name.lastIndexOf("."))));
  const bones = [];
  scene.traverse((node) => (names.has(node.name) || names.has(node.uuid)) && bones.push(node));
  return bones.length ? [{ root: bones[0], bones, meshes }] : [];
}

/** Return the highest node above a node that is among some nodes. */
function topmost(node, nodes) {
  let found = node;
  for (let parent = node.parent; parent; parent = parent.parent) if (nodes.has(parent)) found = parent;
  return found;
}

/** Return the name in the file; three.js replaces characters that its tracks cannot have. */
function nameOfNode(node) {
  return node.userData.name || node.name;
}

/** Return a function that colours the meshes. Those with textures keep their look. */
function createPainter(meshes) {
  const paints = meshes
    .filter(({ material }) => ![material].flat().some((each) => each.map))
    .map((mesh) => (mesh.material = new MeshLambertMaterial({ flatShading: !mesh.geometry.hasAttribute("normal") })));
  return (colour) => {
    for (const paint of paints) {
      paint.color.set(colour);
      paint.emissive.set(colour).multiplyScalar(GLOW);
    }
  };
}
