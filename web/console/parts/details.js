// What the stream of changes leaves out.
import { useEffect, useState } from "preact/hooks";

import { useConsole } from "./context.js";

/**
 * Return details from the admin API, and the text of the problem if they cannot be read.
 *
 * @param {string} path
 * @param {unknown} version Read again when it changes.
 */
export function useDetails(path, version) {
  const { api } = useConsole();
  const [state, setState] = useState([null, null]);
  useEffect(() => {
    let isCurrent = true;
    api.send("GET", path).then(
      (found) => isCurrent && setState([found, null]),
      (error) => isCurrent && setState(([known]) => [known, known && !error.status ? null : error.message]),
    );
    return () => {
      isCurrent = false;
    };
  }, [path, version]);
  return state;
}
