// The GraphQL explorer. Its editors are loaded when they are needed.
import { useEffect, useRef, useState } from "preact/hooks";

import { useConsole } from "../parts/context.js";

/** What the user has written; it stays while the page is open. */
export const draft = {
  query: "query ListJobs {\n  listJobs(first: 5) {\n    items {\n      id\n      progress {\n        state\n        percentageComplete\n      }\n    }\n  }\n}\n",
  variables: "{}",
};

export function Explorer({ heading }) {
  const { api } = useConsole();
  const container = useRef(null);
  const [state, setState] = useState("loading");
  useEffect(() => {
    let explorer = null;
    let isGone = false;
    Promise.all([import("./explorer.js"), api.asset("schema.graphql")]).then(
      ([{ createExplorer }, schema]) => {
        if (isGone) return;
        explorer = createExplorer(container.current, { schema, draft, run: (document, signal) => api.query(document, signal) });
        setState("ready");
      },
      () => setState("failed"),
    );
    return () => {
      isGone = true;
      explorer?.dispose();
    };
  }, []);
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Explorer</h1>
      <p class="dim">
        Requests go to this sandbox, with its API key. <kbd>Ctrl</kbd> <kbd>Enter</kbd> runs, <kbd>Ctrl</kbd> <kbd>Space</kbd> completes, <kbd>Esc</kbd> <kbd>Tab</kbd> leaves an editor.
      </p>
      {state === "failed" && <p class="problem" role="alert">The explorer cannot be loaded: is the sandbox still running?</p>}
      <div class="explorer" ref={container} aria-busy={state === "loading"} />
    </>
  );
}
