// The floor: a grid that fades out, and a soft shadow under each actor.
import {
  CircleGeometry,
  Color,
  DirectionalLight,
  GridHelper,
  Group,
  HemisphereLight,
  Mesh,
  ShaderMaterial,
} from "three";

const SIZE = 40;

/** Lights and grid, which all panes share. */
export class Ground {
  object = new Group();
  #light = new HemisphereLight();
  #sun = new DirectionalLight("#ffffff", 1.6);
  #grid = null;
  #place = { x: 0, y: -0.002, z: 0 };

  /** @param {import("../theme.js").Theme["scene"]} colours */
  paint(colours) {
    this.#grid?.dispose();
    this.object.clear();
    this.#grid = new GridHelper(SIZE, SIZE, colours.axis, colours.grid);
    this.#grid.position.copy(this.#place);
    this.#light.color = new Color(colours.sky);
    this.#light.groundColor = new Color(colours.ground);
    this.#light.intensity = 2;
    this.#sun.position.set(3, 6, 4);
    this.object.add(this.#grid, this.#light, this.#sun);
  }

  /** Put the middle of the grid below the actors, on whole metres. */
  centre(x, z) {
    this.#place = { x: Math.round(x), y: -0.002, z: Math.round(z) };
    this.#grid?.position.copy(this.#place);
  }
}

const CIRCLE = new CircleGeometry(0.55, 32).rotateX(-Math.PI / 2);

/** The shadow of an actor, which fades towards its edge. */
export class Shadow {
  #material = new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    uniforms: { strength: { value: 0.3 } },
    vertexShader: "varying vec2 place; void main() { place = uv * 2.0 - 1.0; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }",
    fragmentShader: "uniform float strength; varying vec2 place; void main() { float edge = max(1.0 - length(place), 0.0); gl_FragColor = vec4(0.0, 0.0, 0.0, strength * edge * edge * 1.6); }",
  });

  object = new Mesh(CIRCLE, this.#material);

  /** @param {number} strength From 0 to 1. */
  paint(strength) {
    this.#material.uniforms.strength.value = strength;
  }

  /** Lie below an actor. @param {number[] | null} middle Of the actor; null if it is unknown. */
  update(middle) {
    this.object.visible = middle !== null;
    if (middle) this.object.position.set(middle[0], 0.001, middle[2]);
  }

  dispose() {
    this.#material.dispose();
  }
}
