// The point of view that all panes share.
import { PerspectiveCamera, Vector3 } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

const DIRECTION = new Vector3(0.42, 0.34, 1).normalize();
/** Share of a pane that stays free around the actors. */
const MARGIN = 1.12;
/** Metres above the highest joint, which is in the neck or in the middle of the head. */
const HEADROOM = 0.25;

/** A camera that orbits with mouse, pen or fingers, and that can follow the actors. */
export class View {
  camera = new PerspectiveCamera(35, 1, 0.05, 400);
  follow = false;
  #bounds = [new Vector3(-1, 0, -1), new Vector3(1, 1.8, 1)];
  #centre = null;

  /** @param {HTMLElement} surface Receives the gestures. @param {() => void} onChange */
  constructor(surface, onChange) {
    this.controls = new OrbitControls(this.camera, surface);
    this.controls.enableDamping = true;
    this.controls.maxPolarAngle = Math.PI * 0.52;
    this.controls.minDistance = 0.3;
    this.controls.maxDistance = 80;
    this.controls.addEventListener("change", onChange);
  }

  /** Set the box to show. @param {number[]} low @param {number[]} high */
  setBounds(low, high) {
    this.#bounds = [new Vector3(low[0], Math.min(low[1], 0), low[2]), new Vector3(high[0], high[1] + HEADROOM, high[2])];
  }

  /** Show the whole box. @param {number} aspect Width of a pane divided by its height. */
  reset(aspect) {
    const [low, high] = this.#bounds;
    const centre = low.clone().add(high).multiplyScalar(0.5);
    const right = new Vector3(0, 1, 0).cross(DIRECTION).normalize();
    const up = DIRECTION.clone().cross(right);
    const tangent = Math.tan((this.camera.fov * Math.PI) / 360);
    let distance = 1;
    for (let corner = 0; corner < 8; corner += 1) {
      const place = new Vector3(...["x", "y", "z"].map((axis, bit) => ((corner >> bit) & 1 ? high : low)[axis])).sub(centre);
      const width = Math.abs(place.dot(right)) / (tangent * aspect);
      const height = Math.abs(place.dot(up)) / tangent;
      distance = Math.max(distance, Math.max(width, height) * MARGIN + place.dot(DIRECTION));
    }
    this.controls.target.copy(centre);
    this.camera.position.copy(centre).addScaledVector(DIRECTION, distance);
    this.#centre = null;
    this.controls.update();
  }

  /** Move with the actors. @param {Vector3 | null} centre Their middle; null if it is unknown. */
  track(centre) {
    if (!this.follow || !centre) {
      this.#centre = null;
      return;
    }
    const step = centre.clone().sub(this.#centre ?? this.controls.target);
    step.y = 0;
    this.controls.target.add(step);
    this.camera.position.add(step);
    this.#centre = centre.clone();
  }

  dispose() {
    this.controls.dispose();
  }
}
