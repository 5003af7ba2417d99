// Which actors of several recordings are the same person.
import { middleOfPoints } from "./recording.js";

/** Times at which places are compared. */
const SAMPLES = 12;
/** Metres between the places of one person in two files, which have other joints. */
const SAME_PLACE = 0.5;

/**
 * Set the `numbers` of recordings. Files list actors in different orders, so that people are recognised by their places;
 * those that are nowhere else keep their order, unless another file of the same kind has that number.
 *
 * @param {{ kind: string, recording: import("./recording.js").Recording }[]} shown In the order of the panes.
 */
export function numberPeople(shown) {
  const paths = shown.map(({ recording }) => pathsOf(recording));
  /** @type {{ path: (number[] | null)[], kinds: Set<string> }[]} */
  const people = [];
  shown.forEach(({ kind, recording }, own) => {
    const numbers = Array(recording.actors.length).fill(-1);
    const pairs = paths[own].flatMap((path, actor) =>
      people.map((person, number) => ({ actor, number, distance: distanceOf(path, person.path) })),
    );
    pairs.sort((a, b) => a.distance - b.distance);
    for (const { actor, number, distance } of pairs) {
      if (distance < SAME_PLACE && numbers[actor] < 0 && !numbers.includes(number)) numbers[actor] = number;
    }
    numbers.forEach((known, actor) => {
      if (known >= 0) return;
      let number = 0;
      while (numbers.includes(number) || people[number]?.kinds.has(kind)) number += 1;
      numbers[actor] = number;
      people[number] ??= { path: paths[own][actor], kinds: new Set() };
    });
    for (const number of numbers) people[number].kinds.add(kind);
    recording.numbers = numbers;
  });
}

/** Return the middle of each actor's joints at even times; null where it is unknown. */
function pathsOf(recording) {
  const times = Array.from({ length: SAMPLES }, (_, sample) => (recording.duration * sample) / (SAMPLES - 1));
  const places = times.map((time) => {
    recording.update(time);
    return recording.actors.map(({ points }) => middleOfPoints(points));
  });
  return recording.actors.map((_, actor) => places.map((each) => each[actor]));
}

/** Return the mean distance of two paths where both are known; infinity if they are nowhere. */
function distanceOf(path, other) {
  const known = path.flatMap((place, sample) => (place && other[sample] ? [Math.hypot(...place.map((each, axis) => each - other[sample][axis]))] : []));
  return known.length ? known.reduce((sum, each) => sum + each, 0) / known.length : Infinity;
}
