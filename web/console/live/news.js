// What a user who does not see the page is told of.
import { nameOf } from "../format.js";

/** Return which jobs and volumes have finished or failed between two states. */
export function newsOf(before, after) {
  const news = [];
  for (const [kind, title] of [["jobs", "Job"], ["volumes", "Volume"]]) {
    const known = new Map(before[kind].map(({ id, state }) => [id, state]));
    for (const work of after[kind]) {
      const ended = work.state === "FINISHED" || work.state === "FAILED";
      if (ended && known.has(work.id) && known.get(work.id) !== work.state) news.push(`${title} ${nameOf(work)} ${work.state.toLowerCase()}.`);
    }
  }
  return news.join(" ");
}
