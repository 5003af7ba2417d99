// Colours, as the styles of the page resolve them.
import { element } from "./dom.js";

/** Variables of styles.css that are drawn by scripts. */
const SCENE = ["page", "pane", "grid", "axis", "ink", "sky", "ground", "shadow"];
const ACTORS = 6;

/** The current colours of an element, which change with its CSS variables and `color-scheme`. */
export class Theme {
  #probes = new Map();
  #resolved = new Map();
  #pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  /** @param {() => void} onChange Called when a colour has changed. */
  constructor(onChange) {
    this.onChange = onChange;
    const names = [...SCENE, ...Array.from({ length: ACTORS }, (_, index) => `actor-${index + 1}`)];
    for (const name of names) {
      const probe = element("span");
      probe.style.color = `var(--${name})`;
      this.#probes.set(name, probe);
    }
    /** Must be in the element whose colours are used. Its transition reports changes of any origin. */
    this.element = element("div", { className: "probes", "aria-hidden": "true" }, ...this.#probes.values());
    this.element.addEventListener("transitionend", () => this.refresh());
  }

  /** Resolve the colours again. */
  refresh() {
    const before = JSON.stringify([...this.#resolved]);
    for (const [name, probe] of this.#probes) this.#resolved.set(name, this.#resolve(getComputedStyle(probe).color));
    if (JSON.stringify([...this.#resolved]) !== before) this.onChange();
  }

  /** Return the colour of an actor, as `#rrggbb`. @param {number} index From 0. */
  actor(index) {
    return this.#resolved.get(`actor-${(index % ACTORS) + 1}`).colour;
  }

  /** Colours of the scene as `#rrggbb`, and the strength of shadows from 0 to 1. */
  get scene() {
    const colours = Object.fromEntries(SCENE.map((name) => [name, this.#resolved.get(name).colour]));
    return { ...colours, shadow: this.#resolved.get("shadow").opacity };
  }

  /** Return a colour of any notation as one that three.js reads. An element outside of a document has none. */
  #resolve(text) {
    this.#pixel.clearRect(0, 0, 1, 1);
    this.#pixel.fillStyle = text || "#888888";
    this.#pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = this.#pixel.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    return { colour: `#${hex}`, opacity: alpha / 255 };
  }
}
