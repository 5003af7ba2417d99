// The list of views.
import { useEffect, useRef } from "preact/hooks";

import { routeTo } from "../route.js";
import { VIEWS } from "../views/index.js";
import { useConsole } from "./context.js";

export function Navigation({ current }) {
  const { sections } = useConsole().store;
  const list = useRef(null);
  // On small screens, the list scrolls.
  useEffect(() => list.current.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [current]);
  return (
    <nav aria-label="Views">
      <ul ref={list}>
        {VIEWS.map(({ name, title, count }) => (
          <li key={name}>
            <a href={routeTo(name)} aria-current={name === current ? "page" : undefined}>
              {title}
              {count && sections ? <span class="count">{count(sections)}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
