// Elements of the page.

/**
 * Return a new element.
 *
 * @param {string} name Tag name.
 * @param {Record<string, unknown>} [properties] Properties; names with a dash and `role` become attributes.
 * @param {(Node | string)[]} children
 */
export function element(name, properties = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role" || key === "for") created.setAttribute(key, String(value));
    else created[key] = value;
  }
  created.append(...children);
  return created;
}

/** Show content in the shadow root of an element, with styles of its own. */
export function attachContent(container, styles, ...content) {
  const root = container.shadowRoot ?? container.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(...content);
}

const SVG = "http://www.w3.org/2000/svg";

/** Shapes on a grid of 20 × 20: filled, or lines if they start with `~`. */
const SHAPES = {
  play: "M6 3.9v12.2a.9.9 0 0 0 1.4.75l9-6.1a.9.9 0 0 0 0-1.5l-9-6.1A.9.9 0 0 0 6 3.9Z",
  pause: "M5.5 3.5h2.6v13H5.5zM11.9 3.5h2.6v13h-2.6z",
  back: "M14.5 4.6v10.8L7.6 10ZM5 4.5h1.8v11H5z",
  forward: "M5.5 4.6v10.8l6.9-5.4ZM13.2 4.5H15v11h-1.8z",
  repeat: "~M4 9V8a3 3 0 0 1 3-3h8m0 0-2.5-2.5M15 5l-2.5 2.5M16 11v1a3 3 0 0 1-3 3H5m0 0 2.5 2.5M5 15l2.5-2.5",
  skeleton: "~M10 6.2v5M10 8 5.8 10M10 8l4.2 2M10 11.2 7.5 16.5M10 11.2l2.5 5.3M10 2.6a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6",
  names: "~M3.5 10.6V4.5a1 1 0 0 1 1-1h6.1l6 6a1 1 0 0 1 0 1.4l-5.3 5.3a1 1 0 0 1-1.4 0ZM7.2 7.2h.01",
  follow: "~M10 3v3M10 14v3M3 10h3M14 10h3M10 7.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6",
  reset: "~M4 7V4h3M16 7V4h-3M4 13v3h3M16 13v3h-3",
  keyboard: "~M3 5.5h14v9H3zM6 8.5h.01M9 8.5h.01M12 8.5h.01M15 8.5h-.01M7 11.7h6",
  warning: "~M10 3.2 17.3 16H2.7ZM10 8v3.6M10 13.8h.01",
};

/** Return an icon; it is hidden from screen readers. */
export function icon(name) {
  const shape = SHAPES[name];
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shape.replace("~", ""));
  if (shape.startsWith("~")) path.setAttribute("class", "line");
  drawing.append(path);
  return drawing;
}
