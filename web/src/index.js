// The public names of the bundle: the component as a function, and as the element <move-viewer>.
import { MoveViewerElement } from "./element.js";

export { createViewer } from "./viewer.js";

if (!customElements.get("move-viewer")) customElements.define("move-viewer", MoveViewerElement);
