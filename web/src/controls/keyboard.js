// Keys.

/** @type {Record<string, (actions: import("../viewer.js").Actions, event: KeyboardEvent) => void>} */
const KEYS = {
  " ": (actions) => actions.toggle(),
  ArrowLeft: (actions, event) => (event.shiftKey ? actions.skip(-1) : actions.step(-1)),
  ArrowRight: (actions, event) => (event.shiftKey ? actions.skip(1) : actions.step(1)),
  Home: (actions) => actions.seek(0),
  End: (actions) => actions.seek(Infinity),
  l: (actions) => actions.setRepeat(),
  s: (actions) => actions.setSkeleton(),
  n: (actions) => actions.setNames(),
  f: (actions) => actions.setFollow(),
  r: (actions) => actions.resetView(),
};

/**
 * Listen for keys, and return a function that stops that.
 *
 * @param {EventTarget} target
 * @param {import("../viewer.js").Actions} actions
 */
export function listenForKeys(target, actions) {
  const listen = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const [focused] = event.composedPath();
    const name = focused instanceof Element ? focused.tagName : "";
    if (name === "SELECT" || name === "TEXTAREA" || (name === "INPUT" && focused.type !== "range")) return;
    // A focused button is pressed by the space bar.
    if (name === "BUTTON" && event.key === " ") return;
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action(actions, event);
  };
  target.addEventListener("keydown", listen);
  return () => target.removeEventListener("keydown", listen);
}
