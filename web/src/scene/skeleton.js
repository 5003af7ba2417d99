// The skeleton of an actor: joints and bones.
import {
  Color,
  CylinderGeometry,
  Group,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  MeshLambertMaterial,
  Quaternion,
  SphereGeometry,
  Vector3,
} from "three";

const JOINT = new SphereGeometry(1, 12, 8);
// From the parent at y = 0, which is thicker, to the joint at y = 1.
const BONE = new CylinderGeometry(0.45, 1, 1, 8, 1).translate(0, 0.5, 0);

/** Metres. */
const JOINT_RADIUS = 0.036;
const BONE_RADIUS = 0.034;
const MIN_RADIUS = 0.004;
/** Share of a bone's length that its radius has at most, so that fingers stay apart. */
const SLIMNESS = 0.18;
/** Share of the colour that does not depend on light. */
const GLOW = 0.3;
/** Size of a skeleton inside of a mesh, relative to one without. */
const INSIDE = 0.45;

const UP = new Vector3(0, 1, 0);
const HIDDEN = new Matrix4().makeScale(0, 0, 0);

/** Draws an actor's `points`. */
export class SkeletonView {
  object = new Group();

  /** @param {import("../sources/recording.js").Actor} actor */
  constructor(actor) {
    this.actor = actor;
    this.bones = actor.joints.flatMap(({ parent }, index) => (parent >= 0 ? [[parent, index]] : []));
    // Inside of a mesh, it is drawn over the mesh.
    const material = actor.hasMesh
      ? new MeshBasicMaterial({ depthTest: false, transparent: true, opacity: 0.85 })
      : new MeshLambertMaterial();
    this.material = material;
    this.jointMesh = this.#instances(JOINT, actor.joints.length);
    this.boneMesh = this.#instances(BONE, this.bones.length);
    this.radii = null;
  }

  #instances(geometry, count) {
    const mesh = new InstancedMesh(geometry, this.material, count);
    mesh.frustumCulled = false;
    mesh.renderOrder = this.actor.hasMesh ? 2 : 0;
    this.object.add(mesh);
    return mesh;
  }

  /** Show joints with bones, or joints only where nothing else shows the actor. @param {boolean} shown */
  setShown(shown) {
    this.boneMesh.visible = shown;
    this.jointMesh.visible = shown || !this.actor.hasMesh;
  }

  /** @param {string} colour Of the actor. @param {string} ink Contrasts with the ground. */
  paint(colour, ink) {
    this.material.color.set(colour);
    this.material.emissive?.set(colour).multiplyScalar(GLOW);
    if (this.actor.hasMesh) this.material.color.lerp(new Color(ink), 0.5);
  }

  update() {
    const { points } = this.actor;
    this.radii ??= this.#measure(points);
    const from = new Vector3();
    const to = new Vector3();
    const way = new Vector3();
    const turn = new Quaternion();
    const matrix = new Matrix4();
    this.actor.joints.forEach((_, index) => {
      to.fromArray(points, 3 * index);
      const radius = this.radii[index] * 1.15;
      if (Number.isNaN(to.x + to.y + to.z)) matrix.copy(HIDDEN);
      else matrix.makeScale(radius, radius, radius).setPosition(to);
      this.jointMesh.setMatrixAt(index, matrix);
    });
    this.bones.forEach(([parent, child], index) => {
      from.fromArray(points, 3 * parent);
      way.fromArray(points, 3 * child).sub(from);
      const length = way.length();
      if (length > 0) {
        const radius = Math.min(this.radii[parent], this.radii[child] * 1.6);
        turn.setFromUnitVectors(UP, way.divideScalar(length));
        matrix.compose(from, turn, to.set(radius, length, radius));
      } else {
        matrix.copy(HIDDEN);
      }
      this.boneMesh.setMatrixAt(index, matrix);
    });
    this.jointMesh.instanceMatrix.needsUpdate = true;
    this.boneMesh.instanceMatrix.needsUpdate = true;
  }

  /** Return the radius of each joint, from the shortest bone at it. */
  #measure(points) {
    const size = this.actor.hasMesh ? INSIDE : 1;
    const radii = new Float32Array(this.actor.joints.length).fill(JOINT_RADIUS * size);
    const a = new Vector3();
    const b = new Vector3();
    for (const [parent, child] of this.bones) {
      const length = a.fromArray(points, 3 * parent).distanceTo(b.fromArray(points, 3 * child));
      if (!(length > 0)) continue;
      const radius = Math.max(Math.min(BONE_RADIUS, length * SLIMNESS), MIN_RADIUS) * size;
      radii[child] = Math.min(radii[child], radius);
      if (length > 0.02) radii[parent] = Math.min(radii[parent], Math.max(radius, BONE_RADIUS * 0.5 * size));
    }
    return radii;
  }

  dispose() {
    this.jointMesh.dispose();
    this.boneMesh.dispose();
    this.material.dispose();
  }
}
