// Asks for the API key: the sandbox gives it to pages on its own machine only.
import { useRef } from "preact/hooks";

import { useConsole } from "./context.js";

export function KeyForm({ heading }) {
  const { api, store, connection } = useConsole();
  const input = useRef(null);
  const submit = (event) => {
    event.preventDefault();
    api.setKey(input.current.value.trim());
    store.setStatus("connecting");
    connection.retry();
  };
  return (
    <form class="card" onSubmit={submit}>
      <h1 tabIndex={-1} ref={heading}>Enter the API key</h1>
      <p>The console is open on another machine than the sandbox. The program that runs the sandbox has printed its key.</p>
      {store.reason && <p class="problem" role="alert">{store.reason}</p>}
      <label>API key <input ref={input} type="password" autocomplete="off" required /></label>
      <div class="actions"><button type="submit" class="primary">Open the console</button></div>
    </form>
  );
}
