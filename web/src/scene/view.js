// The point of view that all panes share.
import { PerspectiveCamera, Vector3 } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

import { prefersLessMotion } from "../preferences.js";

/** From beside the direction in which the actors move least, so that they stand side by side. */
const SIDEWAYS = 0.42;
const ABOVE = 0.34;
/** Share of a pane that the actors take, with the space that they move in. */
const MARGIN = 1.12;
/** Metres above the highest joint, which is in the neck or in the middle of the head. */
const HEADROOM = 0.2;
const NEAREST = 2;
/** The camera follows actors that would otherwise be smaller than this share of the size at which it can follow them. */
const MIN_SHARE = 0.6;

/** A camera that orbits with mouse, pen or fingers, and that can follow the actors. */
export class View {
  camera = new PerspectiveCamera(32, 1, 0.05, 400);
  follow = false;
  /** Whether the user has moved the camera since it was placed. */
  touched = false;
  #samples = [];
  #centre = null;

  /** @param {HTMLElement} surface Receives the gestures. @param {() => void} onChange */
  constructor(surface, onChange) {
    this.controls = new OrbitControls(this.camera, surface);
    this.controls.enableDamping = !prefersLessMotion();
    this.controls.maxPolarAngle = Math.PI * 0.52;
    this.controls.minDistance = 0.3;
    this.controls.maxDistance = 80;
    this.controls.addEventListener("change", onChange);
    this.controls.addEventListener("start", () => {
      this.touched = true;
    });
  }

  /** Set where the actors are over time. @param {ReturnType<typeof import("../sources/recording.js").samplePlaces>} samples */
  setPlaces(samples) {
    this.#samples = samples;
  }

  /** Return the middle of all places: x, y and z. */
  get middle() {
    const centres = this.#samples.flatMap(({ centre }) => (centre ? [new Vector3(...centre)] : []));
    return centres.reduce((sum, centre) => sum.addScaledVector(centre, 1 / centres.length), new Vector3());
  }

  /** Return whether the actors would be too small in a view of all places. @param {number} aspect */
  shouldFollow(aspect) {
    return this.#fit(this.#points(true), aspect).distance < MIN_SHARE * this.#fit(this.#points(false), aspect).distance;
  }

  /**
   * Show all places at which the actors are; while the camera follows, those around their middle.
   *
   * @param {number} aspect Width of a pane divided by its height.
   * @param {number[] | null} centre The middle of the actors.
   */
  reset(aspect, centre) {
    this.touched = false;
    // Ends the motion of an earlier gesture.
    this.controls.enableDamping = false;
    this.controls.update();
    this.controls.enableDamping = !prefersLessMotion();
    const { middle, direction, distance } = this.#fit(this.#points(this.follow), aspect);
    this.#centre = this.follow && centre ? new Vector3(centre[0], 0, centre[2]) : null;
    this.controls.target.copy(middle).add(this.#centre ?? new Vector3());
    this.camera.position.copy(this.controls.target).addScaledVector(direction, distance);
    this.controls.update();
  }

  /** Move with the actors. @param {number[] | null} centre Their middle; null if it is unknown. */
  track(centre) {
    if (!this.follow || !centre || !this.#centre) return;
    const next = new Vector3(centre[0], 0, centre[2]);
    const step = next.clone().sub(this.#centre);
    this.controls.target.add(step);
    this.camera.position.add(step);
    this.#centre = next;
  }

  /**
   * Return how far the camera must move to see other actors as it sees those that it follows; null if it follows none.
   *
   * @param {number[] | null} centre Their middle.
   */
  shiftTo(centre) {
    return this.follow && this.#centre && centre ? new Vector3(centre[0], 0, centre[2]).sub(this.#centre) : null;
  }

  /** Return all places, with the floor below them; or these relative to the middle of the actors. */
  #points(relative) {
    const places = [];
    for (const { points, centre } of this.#samples) {
      const [x, , z] = relative && centre ? centre : [0, 0, 0];
      for (let index = 0; index < points.length; index += 3) {
        places.push(new Vector3(points[index] - x, points[index + 1], points[index + 2] - z));
      }
    }
    if (!places.length) places.push(new Vector3(-1, 0, -1), new Vector3(1, 1.6, 1));
    const top = places.reduce((highest, place) => (place.y > highest.y ? place : highest));
    return [...places, top.clone().setY(top.y + HEADROOM)];
  }

  /** Return the point of view that just shows all places. */
  #fit(places, aspect) {
    const spread = (axis) => extent(places.map((place) => place[axis])).size;
    const direction = (spread("z") > 1.3 * spread("x") ? new Vector3(1, ABOVE, SIDEWAYS) : new Vector3(SIDEWAYS, ABOVE, 1)).normalize();
    const right = new Vector3(0, 1, 0).cross(direction).normalize();
    const up = direction.clone().cross(right);
    const middle = new Vector3();
    for (const axis of [right, up, direction]) {
      middle.addScaledVector(axis, extent(places.map((place) => place.dot(axis))).middle);
    }
    const tangent = Math.tan((this.camera.fov * Math.PI) / 360);
    const distances = places.map((place) => {
      const offset = place.clone().sub(middle);
      const size = Math.max(Math.abs(offset.dot(right)) / aspect, Math.abs(offset.dot(up))) / tangent;
      return size * MARGIN + offset.dot(direction);
    });
    return { middle, direction, distance: Math.max(NEAREST, extent(distances).high) };
  }

  dispose() {
    this.controls.dispose();
  }
}

/** Return the highest of some numbers, their size and their middle. `Math.max` has a limit to the number of arguments. */
function extent(numbers) {
  let [low, high] = [Infinity, -Infinity];
  for (const each of numbers) {
    low = Math.min(low, each);
    high = Math.max(high, each);
  }
  return { high, size: high - low, middle: (low + high) / 2 };
}
