// The actors of one pane in the scene.
import { Group } from "three";

import { middleOfPoints } from "../sources/recording.js";
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
      const colour = colourOf(this.recording.numbers[index]);
      actor.paint?.(colour);
      this.skeletons[index].paint(colour, colours.ink);
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
      this.shadows[index].update(middleOfPoints(points));
    });
  }

  dispose() {
    for (const each of [...this.skeletons, ...this.shadows, this.recording]) each.dispose();
  }
}
