// The actors of one pane in the scene.
import { Group, Vector3 } from "three";

import { Shadow } from "./ground.js";
import { SkeletonView } from "./skeleton.js";

/** The meshes, skeletons and shadows of a recording. */
export class ActorsView {
  object = new Group();

  /** @param {import("../sources/recording.js").Recording} recording */
  constructor(recording) {
    this.recording = recording;
    this.skeletons = recording.actors.map((actor) => new SkeletonView(actor));
    this.shadows = recording.actors.map(() => new Shadow());
    this.object.add(recording.object, ...[...this.shadows, ...this.skeletons].map(({ object }) => object));
  }

  /** @param {(index: number) => string} colourOf @param {{ ink: string, shadow: number }} colours */
  paint(colourOf, colours) {
    this.recording.actors.forEach((actor, index) => {
      actor.paint?.(colourOf(index));
      this.skeletons[index].paint(colourOf(index), colours.ink);
      this.shadows[index].paint(colours.shadow);
    });
  }

  /** @param {boolean} shown */
  setSkeletons(shown) {
    for (const skeleton of this.skeletons) skeleton.setShown(shown);
  }

  /** @param {number} time Seconds. */
  update(time) {
    this.recording.update(time);
    this.recording.actors.forEach(({ points }, index) => {
      this.skeletons[index].update();
      this.shadows[index].update(points);
    });
  }

  /** Return the middle of the actors' first joints; null if none is known. */
  centre() {
    const sum = new Vector3();
    let count = 0;
    for (const { points } of this.recording.actors) {
      if (Number.isNaN(points[0] + points[1] + points[2])) continue;
      sum.add(new Vector3().fromArray(points));
      count += 1;
    }
    return count ? sum.divideScalar(count) : null;
  }

  dispose() {
    for (const each of [...this.skeletons, ...this.shadows, this.recording]) each.dispose();
  }
}
