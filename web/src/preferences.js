// What the user prefers, and the colours of actors and of the scene.

/** Colours that colour-blind people can tell apart (Okabe and Ito, 2008), as in notebooks; lighter on dark ground. */
const ACTORS = {
  light: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"],
  dark: ["#4ba3e3", "#ff8a4c", "#2fc79a", "#e59cc4", "#f2bd4b", "#8fd0f7"],
};

const SCENES = {
  light: { page: "#e9ecf1", background: "#f4f6f9", grid: "#c9d0da", axis: "#a3adbb", ink: "#1c2430", sky: "#ffffff", ground: "#b8c0cc", shadow: 0.26 },
  dark: { page: "#0d1015", background: "#14181f", grid: "#2a313d", axis: "#414b5c", ink: "#f3f5f8", sky: "#dfe8f7", ground: "#39414f", shadow: 0.5 },
};

const query = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

/** Return `dark` or `light`, as the system prefers. */
export function theme() {
  return query?.matches ? "dark" : "light";
}

/** Call a function when the system's preference changes, and return a function that stops that. */
export function onThemeChange(listener) {
  query?.addEventListener("change", listener);
  return () => query?.removeEventListener("change", listener);
}

/** Return the colours of the scene. */
export function sceneColours() {
  return SCENES[theme()];
}

/** Return the colour of an actor. @param {number} index From 0. */
export function actorColour(index) {
  const colours = ACTORS[theme()];
  return colours[index % colours.length];
}

/** Return whether the user prefers less motion: nothing then moves by itself. */
export function prefersLessMotion() {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}
