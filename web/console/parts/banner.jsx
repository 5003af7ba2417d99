// What is wrong with the connection, above everything else.
import { useConsole } from "./context.js";

const TEXTS = {
  lost: "Connection lost. The page shows the last known state, and connects again when the sandbox runs.",
  silent: "The sandbox does not respond. The page shows the last known state.",
  locked: "The sandbox does not accept the API key any more.",
};

export function Banner() {
  const { store, connection } = useConsole();
  const text = store.sections && TEXTS[store.status];
  return (
    <div class="banner" role="alert">
      {text && (
        <p>
          {text} <button type="button" onClick={() => connection.retry()}>Connect now</button>
        </p>
      )}
    </div>
  );
}
