/**
 * The public names of the bundle: the component as a function, and as the element `<move-viewer>`. The built file,
 * `viewer.js`, is an ES module without dependencies: import it from any page or bundler.
 *
 * ```js
 * import { createViewer } from "./viewer.js";
 *
 * const viewer = createViewer(element, { sources: [{ name: "dance.glb", kind: "glb", url: "/dance.glb" }] });
 * element.addEventListener("viewer:load", ({ detail }) => console.log(detail.name));
 * viewer.seek(1.5);
 * ```
 *
 * The container needs a height. Options: `sources`; `autoplay` (default: unless the user prefers less motion); `keyboard`,
 * where keys are listened for (default: the container).
 *
 * A source has a `name`, a `kind` (`glb`, `bvh`, `motion`, `video` or `other`), and a `url`, or `parts` (`name`, `url`): a
 * file for each actor. `motion` is the form that `sources/motion_data.js` describes, `other` has a `reason` why it is not shown.
 *
 * | method | action |
 * |---|---|
 * | `setSources(sources)`, `toggleSource(id)` | show other sources; show or hide the one with an index, as a string |
 * | `play()`, `pause()`, `toggle()` | |
 * | `seek(seconds)`, `skip(seconds)`, `step(frames)` | go to a time, by a time, or by frames; infinite goes to an end |
 * | `setSpeed(speed)` | from 0.0625 to 16 |
 * | `setRepeat(on)`, `setSkeleton(on)`, `setNames(on)`, `setFollow(on)` | switch; without an argument: the other way |
 * | `resetView()`, `focus()` | show all actors; let keys control the viewer |
 * | `inspect()` | return what is shown, as plain data |
 * | `dispose()` | remove everything from the container |
 *
 * NaN and values that are not numbers raise `TypeError`, other speeds and unknown ids `RangeError`; nothing has changed then.
 *
 * | event of the container | detail |
 * |---|---|
 * | `viewer:load` | `name` and `kind` of a source that was loaded |
 * | `viewer:error` | `name`, `kind` and `message` of a source that cannot be shown |
 * | `viewer:change` | `inspect()`, after each change except the passage of time |
 *
 * Events bubble, also out of `<move-viewer>`, whose attributes are `catalog` (URL of the JSON that `move-ugc view` serves:
 * `title`, and `results` with `name` and `sources`, whose URLs are relative to it), `result` (name of the result that is
 * shown) and `keys="page"` (keys work anywhere on the page). Its property `viewer` is the component once `viewer:catalog`
 * was dispatched, and null before; `viewer:result` has the `name` of the result that the user has chosen.
 *
 * Colours follow the CSS property `color-scheme`, and these variables, each with the prefix `--viewer-`: `page`, `surface`,
 * `pane`, `line`, `text`, `quiet`, `accent`, `tint`, `warning`, `grid`, `axis`, `ink`, `actor-1` to `actor-6`.
 *
 * @module
 */
import { MoveViewerElement } from "./element.js";

export { createViewer, Viewer } from "./viewer.js";
export { MoveViewerElement };

const registry = globalThis.customElements;
if (registry && !registry.get("move-viewer")) registry.define("move-viewer", MoveViewerElement);
