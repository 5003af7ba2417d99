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
    return this.times.length ? this.times[this.times.length - 1] : 0;
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

/** A file cannot be shown; the message says why, for users. */
export class SourceError extends Error {}

/**
 * Return where the joints of all recordings are at even times: for each time the known points (x, y, z …) and the middle of
 * the actors, which is null if it is unknown.
 *
 * @param {Recording[]} recordings
 * @returns {{ points: number[], centre: number[] | null }[]}
 */
export function samplePlaces(recordings, count = 60) {
  const duration = Math.max(0, ...recordings.map((recording) => recording.duration));
  return Array.from({ length: count + 1 }, (_, sample) => {
    for (const recording of recordings) recording.update((duration * sample) / count);
    const actors = recordings.flatMap((recording) => recording.actors);
    const all = actors.flatMap(({ points }) => [...points]);
    const points = all.filter((_each, index) => Number.isFinite(all[index - (index % 3)]));
    return { points, centre: middleOf(actors) };
  });
}

/** Return the middle of the first joints of actors; null if none is known. @param {Actor[]} actors */
export function middleOf(actors) {
  const known = actors.map(({ points }) => [points[0], points[1], points[2]]).filter((place) => place.every(Number.isFinite));
  return known.length ? [0, 1, 2].map((axis) => known.reduce((sum, place) => sum + place[axis], 0) / known.length) : null;
}

/** Return names without what all of them start with, up to a separator: `Actor01_`, `mixamorig:`. */
export function withoutPrefix(names) {
  const [first = "", ...rest] = names.filter(Boolean);
  const prefix = /^.*?[_:|]/.exec(first)?.[0] ?? "";
  const shared = prefix && rest.length && rest.every((name) => name.startsWith(prefix));
  return shared ? names.map((name) => name.slice(prefix.length)) : names;
}
