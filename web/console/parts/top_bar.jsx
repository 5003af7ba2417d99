// Name, connection, clock, reset.
import { useRef } from "preact/hooks";

import { ClockControl } from "./clock_control.jsx";
import { useConsole } from "./context.js";

const STATES = { connecting: "Connecting…", live: "Live", lost: "Disconnected", silent: "Not responding", locked: "Locked" };

export function TopBar() {
  const { store } = useConsole();
  return (
    <header class="bar">
      <a class="brand" href="#/">Move <b>sandbox</b></a>
      <span class={`connection ${store.status}`} role="status">{STATES[store.status]}</span>
      {store.clock && <ClockControl />}
      {store.sections && <Reset />}
    </header>
  );
}

function Reset() {
  const { api, store } = useConsole();
  const dialog = useRef(null);
  const reset = () => {
    dialog.current.close();
    store.attempt(() => api.send("POST", "reset"), "The sandbox is empty again.");
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => dialog.current.showModal()}>Reset…</button>
      <dialog ref={dialog} aria-labelledby="reset-title">
        <h2 id="reset-title">Reset the sandbox?</h2>
        <p>All files, takes, volumes, jobs, webhooks, requests and faults are deleted. The clock goes on. Ids start again, so the next objects have the ids of the first ones.</p>
        <div class="actions">
          <button type="button" onClick={() => dialog.current.close()}>Cancel</button>
          <button type="button" class="danger" onClick={reset}>Reset</button>
        </div>
      </dialog>
    </>
  );
}
