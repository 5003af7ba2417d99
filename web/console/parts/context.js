// What all parts of the page share.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { timeOf } from "../live/clock.js";

/** @type {import("preact").Context<{ api: import("../live/api.js").Api, store: import("../live/store.js").Store, connection: import("../live/connection.js").Connection }>} */
export const Console = createContext(null);

/** Return what the parts share. */
export function useConsole() {
  return useContext(Console);
}

/** Draw the part again after each change of the store. */
export function useStore(store) {
  const [, setCount] = useState(0);
  useEffect(() => store.subscribe(() => setCount((count) => count + 1)), [store]);
}

/** Return the time of the sandbox in milliseconds, and draw the part again each second. */
export function useNow() {
  const { store } = useConsole();
  const [, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setCount((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return timeOf(store.clock);
}
