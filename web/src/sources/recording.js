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
  /** For each actor the number of the person, from 0: the same in all recordings. @type {number[]} */
  numbers = [];
  /** Times of the frames of the longest actor, in seconds from the first. @type {ArrayLike<number>} */
  times = [];

  get duration() {
    return this.times.length ? this.times[this.times.length - 1] || 0 : 0;
  }

  /** Frames per second; NaN for a single frame. */
  get rate() {
    return frameRate(this.times);
  }

  /** @param {Actor} actor @param {ArrayLike<number>} times */
  add(actor, times) {
    const names = withoutPrefix(actor.joints.map(({ name }) => name));
    const joints = actor.joints.map((joint, index) => ({ ...joint, name: names[index] }));
    this.numbers.push(this.actors.length);
    this.actors.push({ ...actor, joints });
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
      node.skeleton?.dispose();
      for (const material of [node.material ?? []].flat()) {
        for (const value of Object.values(material)) if (value?.isTexture) value.dispose();
        material.dispose();
      }
    });
  }
}

/** Times the usual distance from the middle of an actor at which a joint is not a part of the body. */
const FAR = 4;

/** A file cannot be shown; the message says why, for users. */
export class SourceError extends Error {}

/**
 * Return where the joints of each recording are at even times: the known points (x, y, z …) and the middle of its actors,
 * which is null if it is unknown.
 *
 * @param {Recording[]} recordings
 * @returns {{ points: number[], centre: number[] | null }[]}
 */
export function samplePlaces(recordings, count = 60) {
  const duration = Math.max(0, ...recordings.map((recording) => recording.duration));
  return Array.from({ length: count + 1 }, (_, sample) => (duration * sample) / count).flatMap((time) =>
    recordings.map((recording) => {
      recording.update(time);
      return { points: recording.actors.flatMap(({ points }) => bodyOf(points)), centre: middleOf(recording.actors) };
    }),
  );
}

/** Return the known points without those far from the others, such as a root that stays at the origin. */
function bodyOf(points) {
  const middle = middleOfPoints(points);
  if (!middle) return [];
  const places = Array.from({ length: points.length / 3 }, (_, index) => [...points.slice(3 * index, 3 * index + 3)]).filter((place) => place.every(Number.isFinite));
  const distances = places.map((place) => Math.hypot(...place.map((each, axis) => each - middle[axis])));
  const usual = [...distances].sort((a, b) => a - b)[distances.length >> 1];
  return places.filter((_, index) => !usual || distances[index] <= FAR * usual).flat();
}

/** Return the mean of the middles of actors; null if none is known. @param {Actor[]} actors */
export function middleOf(actors) {
  const known = actors.flatMap(({ points }) => [middleOfPoints(points) ?? []]).filter(({ length }) => length);
  return known.length ? [0, 1, 2].map((axis) => known.reduce((sum, place) => sum + place[axis], 0) / known.length) : null;
}

/**
 * Return the median of the known points, on each axis; null if none is known. No single joint is the middle: files have
 * roots that stay at the origin while the actor walks away, and joints that are unknown for a while.
 *
 * @param {ArrayLike<number>} points x, y, z …
 */
export function middleOfPoints(points) {
  const axes = [[], [], []];
  for (let index = 0; index < points.length; index += 3) {
    if (!Number.isFinite(points[index] + points[index + 1] + points[index + 2])) continue;
    for (let axis = 0; axis < 3; axis += 1) axes[axis].push(points[index + axis]);
  }
  const [{ length }] = axes;
  if (!length) return null;
  return axes.map((values) => {
    values.sort((a, b) => a - b);
    return (values[(length - 1) >> 1] + values[length >> 1]) / 2;
  });
}

/** Return names without what all of them start with, up to a separator: `Actor01_`, `mixamorig:`. */
export function withoutPrefix(names) {
  const [first = "", ...rest] = names.filter(Boolean);
  const prefix = /^.*?[_:|]/.exec(first)?.[0] ?? "";
  const shared = prefix && rest.length && rest.every((name) => name.startsWith(prefix));
  return shared ? names.map((name) => name.slice(prefix.length)) : names;
}
