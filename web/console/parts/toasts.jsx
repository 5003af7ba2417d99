// Messages about what the user has done.
import { useConsole } from "./context.js";

export function Toasts() {
  const { store } = useConsole();
  return (
    <div class="toasts" role="log" aria-label="Messages">
      {store.toasts.map(({ id, kind, text }) => (
        <p key={id} class={kind} role={kind === "error" ? "alert" : undefined}>
          {text}
          <button type="button" class="quiet" aria-label="Dismiss" onClick={() => store.dismiss(id)}>×</button>
        </p>
      ))}
    </div>
  );
}
