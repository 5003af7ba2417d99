// The canvas on which all panes with motion are drawn.
import { Color, Fog, Scene, Vector3, WebGLRenderer } from "three";

import { middleOf } from "../sources/recording.js";
import { ActorsView } from "./actors.js";
import { Ground } from "./ground.js";
import { Labels } from "./labels.js";
import { View } from "./view.js";

const UNKNOWN = "The places of the actors are unknown at this time.";
const OUTSIDE = "The actors are out of view. “Reset view” shows them.";

/** Return a stage; null if the browser has no WebGL. @param {ConstructorParameters<typeof Stage>} elements */
export function createStage(...elements) {
  try {
    return new Stage(...elements);
  } catch {
    return null;
  }
}

/** Draws recordings, each in the rectangle of its pane, from one point of view. */
export class Stage {
  /** Number of images drawn. */
  drawn = 0;
  #scene = new Scene();
  #ground = new Ground();
  /** @type {Map<string, { actors: ActorsView, pane: import("../pane.js").Pane }>} */
  #panes = new Map();
  #skeletons = true;
  #dirty = true;
  #size = [0, 0];

  /**
   * @param {HTMLElement} host Contains the panes.
   * @param {HTMLCanvasElement} canvas Fills the host.
   * @param {HTMLCanvasElement} overlay Lies over the canvas.
   * @param {import("../theme.js").Theme} theme
   * @throws {Error} The browser has no WebGL.
   */
  constructor(host, canvas, overlay, theme) {
    this.host = host;
    this.theme = theme;
    /** Whether the processor draws instead of a graphics card. Smooth edges and decoration then cost too much. */
    this.software = isSoftware();
    this.renderer = new WebGLRenderer({ canvas, antialias: !this.software, powerPreference: "high-performance" });
    this.ratio = this.software ? 1 : Math.min(globalThis.devicePixelRatio || 1, 2);
    this.renderer.setPixelRatio(this.ratio);
    this.renderer.setScissorTest(true);
    this.labels = new Labels(overlay);
    this.view = new View(canvas, () => this.invalidate());
    canvas.addEventListener("webglcontextrestored", () => this.#restore());
    this.#scene.add(this.#ground.object);
    this.repaint();
  }

  /** Draw again after the graphics card was reset: three.js uploads everything, but neither draws nor cuts panes out. */
  #restore() {
    this.renderer.setScissorTest(true);
    this.invalidate();
  }

  /** Show a recording. @param {string} id @param {import("../sources/recording.js").Recording} recording @param {import("../pane.js").Pane} pane */
  add(id, recording, pane) {
    const actors = new ActorsView(recording);
    actors.setSkeletons(this.#skeletons);
    this.#panes.set(id, { actors, pane });
    this.#scene.add(actors.object);
    // Also the others, whose actors may have other numbers now.
    this.repaint();
  }

  remove(id) {
    const pane = this.#panes.get(id);
    if (!pane) return;
    this.#scene.remove(pane.actors.object);
    pane.actors.dispose();
    this.#panes.delete(id);
    this.invalidate();
  }

  /** Draw again, although no time has passed. */
  invalidate() {
    this.#dirty = true;
  }

  /** Use the colours of the current theme. */
  repaint() {
    const colours = this.theme.scene;
    const actorColour = (index) => this.theme.actor(index);
    this.#scene.background = new Color(colours.pane);
    this.#scene.fog = new Fog(colours.pane);
    this.#ground.paint(colours);
    for (const { actors } of this.#panes.values()) actors.paint(actorColour, colours);
    this.invalidate();
  }

  setSkeletons(shown) {
    this.#skeletons = shown;
    for (const { actors } of this.#panes.values()) actors.setSkeletons(shown);
    this.invalidate();
  }

  setNames(shown) {
    this.labels.shown = shown;
    this.invalidate();
  }

  /** Set where the actors are over time. @param {ReturnType<typeof import("../sources/recording.js").samplePlaces>} places */
  setPlaces(places) {
    this.view.setPlaces(places);
    if (!this.view.touched) this.view.follow = this.view.shouldFollow(this.#aspect());
    this.#ground.centre(this.view.middle.x, this.view.middle.z);
    this.refit();
  }

  /** Show all actors, unless the user has moved the camera. */
  refit() {
    if (!this.view.touched) this.reset();
  }

  /** Show all actors. */
  reset() {
    this.view.reset(this.#aspect(), this.#centre());
    this.invalidate();
  }

  /** Return the middle of the actors in all panes; null if it is unknown. */
  #centre() {
    return middleOf([...this.#panes.values()].flatMap(({ actors }) => actors.recording.actors));
  }

  /** Return the aspect ratio of the narrowest pane. */
  #aspect() {
    const sizes = [...this.#panes.values()].map(({ pane }) => pane.element.getBoundingClientRect());
    const aspects = sizes.map(({ width, height }) => width / height).filter((aspect) => aspect > 0 && Number.isFinite(aspect));
    return aspects.length ? Math.min(...aspects) : 16 / 9;
  }

  /** Draw if something may have changed. @param {number} time Seconds. @param {boolean} moving */
  draw(time, moving) {
    // Damped gestures go on after the finger is lifted.
    this.view.controls.update();
    if (!moving && !this.#dirty) return;
    this.#dirty = false;
    const box = this.host.getBoundingClientRect();
    if (!box.width || !box.height) return;
    this.#resize(box.width, box.height);
    if (this.labels.shown) this.labels.begin(box.width, box.height, this.ratio);
    for (const { actors } of this.#panes.values()) actors.update(time);
    this.view.track(this.#centre());
    const distance = this.view.camera.position.distanceTo(this.view.controls.target);
    this.#scene.fog.near = distance * 1.1;
    this.#scene.fog.far = distance * 2 + 10;
    this.#clear(box);
    for (const pane of this.#panes.values()) this.#drawPane(pane, box);
    this.drawn += 1;
  }

  /** Setting the size clears the canvas, also if it stays the same. */
  #resize(width, height) {
    if (this.#size[0] === width && this.#size[1] === height) return;
    this.#size = [width, height];
    this.renderer.setSize(width, height, false);
  }

  /** Fill the space between the panes. */
  #clear({ width, height }) {
    this.renderer.setScissor(0, 0, width, height);
    this.renderer.setClearColor(this.theme.scene.page);
    this.renderer.clear();
  }

  #drawPane({ actors, pane }, box) {
    const own = pane.element.getBoundingClientRect();
    if (!own.width || !own.height) return;
    const cell = { x: own.left - box.left, y: own.top - box.top, width: own.width, height: own.height };
    // WebGL counts from the bottom.
    const area = [cell.x, box.height - cell.y - cell.height, cell.width, cell.height];
    this.renderer.setViewport(...area);
    this.renderer.setScissor(...area);
    const { camera } = this.view;
    camera.aspect = cell.width / cell.height;
    camera.updateProjectionMatrix();
    // Actors of other jobs, or in other files, may be elsewhere.
    const place = camera.position.clone();
    const shift = this.view.shiftTo(middleOf(actors.recording.actors));
    if (shift) camera.position.add(shift);
    for (const other of this.#panes.values()) other.actors.object.visible = other.actors === actors;
    this.renderer.render(this.#scene, camera);
    pane.showNotice(noticeFor(actors.recording.actors, camera));
    if (this.labels.shown) {
      const named = actors.recording.actors.map((actor, index) => ({ actor, colour: this.theme.actor(actors.recording.numbers[index]) }));
      this.labels.draw(cell, camera, named, this.theme.scene.pane);
    }
    // Exactly: the controls draw again after each change.
    camera.position.copy(place);
  }

  dispose() {
    for (const id of [...this.#panes.keys()]) this.remove(id);
    this.view.dispose();
    this.renderer.dispose();
  }
}

/** Return why no joint is in view; empty if one is. */
function noticeFor(actors, camera) {
  let notice = UNKNOWN;
  const place = new Vector3();
  for (const { points } of actors) {
    for (let index = 0; index < points.length; index += 3) {
      place.fromArray(points, index).project(camera);
      if (Math.max(Math.abs(place.x), Math.abs(place.y), Math.abs(place.z)) < 1) return "";
      if (!Number.isNaN(place.x)) notice = OUTSIDE;
    }
  }
  return notice;
}

/** Return whether the processor draws instead of a graphics card. */
function isSoftware() {
  const gl = document.createElement("canvas").getContext("webgl2");
  const details = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = details ? String(gl.getParameter(details.UNMASKED_RENDERER_WEBGL)) : "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}
