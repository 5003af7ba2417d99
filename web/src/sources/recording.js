// What a source with motion is loaded as.
import { Group } from "three";

import { frameRate } from "../frames.js";

/**
 * @typedef {object} Joint
 * @property {string} name
 * @property {number} parent Index of the parent, -1 without one.
 *
 * @typedef {object} Actor
 * @property {string} name Empty if the file has none.
 * @property {Joint[]} joints
 * @property {Float32Array} points x, y, z of each joint: metres, Y up; NaN if unknown.
 * @property {(time: number) => void} update Set `points`, and the mesh if there is one, to a time in seconds.
 * @property {(colour: string) => void} [paint] Colour the mesh.
 * @property {boolean} hasMesh
 */

/** The motion of all actors of a source. */
export class Recording {
  /** Meshes of the actors; empty for formats without. */
  object = new Group();
  /** @type {Actor[]} */
  actors = [];
  /** Times of the frames of the longest actor, in seconds from the first. @type {ArrayLike<number>} */
  times = [];

  get duration() {
    return this.times.length ? this.times[this.times.length - 1] : 0;
  }

  /** Frames per second; NaN for a single frame. */
  get rate() {
    return frameRate(this.times);
  }

  /** @param {Actor} actor @param {ArrayLike<number>} times */
  add(actor, times) {
    this.actors.push(actor);
    const last = times.length ? times[times.length - 1] : 0;
    if (times.length && (!this.times.length || last > this.duration)) this.times = times;
  }

  /** Add the actors of another recording. @param {Recording} other */
  merge(other) {
    for (const actor of other.actors) this.add(actor, other.times);
    this.object.add(other.object);
  }

  /** @param {number} time Seconds. */
  update(time) {
    for (const actor of this.actors) actor.update(time);
  }

  dispose() {
    this.object.traverse((node) => {
      node.geometry?.dispose();
      for (const material of [node.material ?? []].flat()) material.dispose();
    });
  }
}

/** A file cannot be shown; the message says why, for users. */
export class SourceError extends Error {}

/** Return x, y and z of the box around all joints of some recordings over time: `[min, max]`; null without a joint. */
export function boundsOf(recordings, samples = 60) {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const recording of recordings) {
    for (let sample = 0; sample <= samples; sample += 1) {
      recording.update((recording.duration * sample) / samples);
      for (const { points } of recording.actors) {
        for (let index = 0; index < points.length; index += 1) {
          if (points[index] < low[index % 3]) low[index % 3] = points[index];
          if (points[index] > high[index % 3]) high[index % 3] = points[index];
        }
      }
    }
  }
  return low[0] <= high[0] ? [low, high] : null;
}
