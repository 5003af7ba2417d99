// The head of details: the way back, and a title.
import { routeTo } from "../route.js";

export function Back({ view, title, heading, isProblem }) {
  return (
    <header class="details-head">
      <a href={routeTo(view)}>← All {view}</a>
      <h1 tabIndex={-1} ref={heading} role={isProblem ? "alert" : undefined}>{title}</h1>
    </header>
  );
}
