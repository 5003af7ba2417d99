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

/** Types of inputs without text, and the keys that each uses; buttons and checkboxes are pressed by the space bar. */
const TEXTLESS = { range: "arrows", radio: "arrows space", checkbox: "space", button: "space", submit: "space", reset: "space", color: "space", file: "space", image: "space" };
const PRESSED = "button, summary, [role=button], [role=switch], [role=checkbox], [role=menuitem], [role=tab], [role=option]";

/** Return whether a control needs a key itself. @param {Element} focused @param {string} key */
export function usesKey(focused, key) {
  if (focused.isContentEditable || focused.tagName === "TEXTAREA") return true;
  if (focused.tagName === "SELECT") return key !== " " || isOpen(focused);
  if (focused.tagName === "INPUT") {
    const used = TEXTLESS[focused.type];
    if (used === undefined) return true;
    // The scrubber moves by frames.
    if (/^(Arrow|Home|End)/.test(key)) return used.includes("arrows") && !focused.classList.contains("scrubber");
    return key === " " && used.includes("space");
  }
  return key === " " && focused.matches(PRESSED);
}

/** Return whether a list is open. Browsers that cannot tell send keys to the open list only. @param {Element} list */
function isOpen(list) {
  try {
    return list.matches(":open");
  } catch {
    return false;
  }
}

/**
 * Call a function after a choice from a list with mouse or finger, so that keys control playback again.
 *
 * @param {HTMLSelectElement} list
 * @param {() => void} leave
 */
export function leaveAfterPointer(list, leave) {
  let pointed = false;
  list.addEventListener("pointerdown", () => (pointed = true));
  list.addEventListener("keydown", () => (pointed &&= isOpen(list)));
  list.addEventListener("change", () => pointed && leave());
}

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
    if (focused instanceof Element && usesKey(focused, event.key)) return;
    const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action(actions, event);
  };
  target.addEventListener("keydown", listen);
  return () => target.removeEventListener("keydown", listen);
}
