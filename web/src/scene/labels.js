// Names of joints, drawn beside them without overlaps.
import { Vector3 } from "three";

const FONT = "500 11px system-ui, sans-serif";
const HEIGHT = 14;
const GAP = 7;

/** Draws on a canvas that lies over the scene. */
export class Labels {
  #widths = new Map();

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.shown = false;
    this.context = canvas.getContext("2d");
  }

  get shown() {
    return !this.canvas.hidden;
  }

  /** A hidden canvas is not composed with the scene, which saves a fourth of the time without a graphics card. */
  set shown(shown) {
    this.canvas.hidden = !shown;
  }

  /** Clear the canvas. @param {number} width In CSS pixels. @param {number} height @param {number} ratio Pixels per CSS pixel. */
  begin(width, height, ratio) {
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.canvas.width = wide;
      this.canvas.height = high;
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width, height);
    this.context.font = FONT;
    this.context.textBaseline = "middle";
    this.context.lineJoin = "round";
    this.context.lineWidth = 3;
  }

  /**
   * Draw the names of the joints in a pane.
   *
   * @param {{ x: number, y: number, width: number, height: number }} pane In CSS pixels.
   * @param {import("three").Camera} camera
   * @param {{ actor: import("../sources/recording.js").Actor, colour: string }[]} actors
   * @param {string} halo Colour around the letters: that of the ground.
   */
  draw(pane, camera, actors, halo) {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(pane.x, pane.y, pane.width, pane.height);
    context.clip();
    context.strokeStyle = halo;
    const taken = [];
    const place = new Vector3();
    for (const { actor, colour } of actors) {
      context.fillStyle = colour;
      actor.joints.forEach(({ name }, index) => {
        place.fromArray(actor.points, 3 * index).project(camera);
        // A joint behind the camera has z above 1.
        if (!name || !(Math.abs(place.z) < 1)) return;
        const joint = pane.x + ((place.x + 1) / 2) * pane.width;
        const y = pane.y + ((1 - place.y) / 2) * pane.height;
        const width = this.#width(name);
        // On the right, or else on the left, or else not at all.
        const x = [joint + GAP, joint - GAP - width].find((left) => isFree([left, y - HEIGHT / 2, left + width, y + HEIGHT / 2], taken));
        if (x === undefined) return;
        const box = [x, y - HEIGHT / 2, x + width, y + HEIGHT / 2];
        taken.push(box);
        context.strokeText(name, x, y);
        context.fillText(name, x, y);
      });
    }
    context.restore();
  }

  #width(name) {
    if (!this.#widths.has(name)) this.#widths.set(name, this.context.measureText(name).width);
    return this.#widths.get(name);
  }
}

function isFree([left, top, right, bottom], taken) {
  return taken.every((other) => left >= other[2] || right <= other[0] || top >= other[3] || bottom <= other[1]);
}
