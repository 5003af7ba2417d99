// Text to copy.
import { useState } from "preact/hooks";

import { useConsole } from "./context.js";

export function Snippet({ label, text }) {
  return (
    <figure class="snippet">
      <figcaption>{label} <CopyButton text={text} what={label} /></figcaption>
      <pre tabIndex={0} aria-label={label}>{text}</pre>
    </figure>
  );
}

/** A button that copies a text. `what` completes its name for screen readers. */
export function CopyButton({ text, what }) {
  const { store } = useConsole();
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone(true);
      setTimeout(() => setDone(false), 1500);
    } catch {
      store.show("error", "The browser does not allow this page to copy: select the text instead.");
    }
  };
  return <button type="button" class="quiet copy" aria-label={`Copy ${what}`} onClick={copy}>{isDone ? "Copied" : "Copy"}</button>;
}
