// The address of a view: `#/jobs`, `#/jobs/job-…`.

/** Return the view and the id in the fragment of an address; a malformed one is the overview. */
export function parseRoute(fragment) {
  const [view = "", id = ""] = fragment.replace(/^#\/?/, "").split("/");
  try {
    return { view: view || "overview", id: decodeURIComponent(id) || null };
  } catch {
    return { view: "overview", id: null };
  }
}

/** Return the fragment of a view. */
export function routeTo(view, id) {
  const path = view === "overview" ? "" : view;
  return `#/${path}${id ? `/${encodeURIComponent(id)}` : ""}`;
}
