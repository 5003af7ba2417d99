// Small pieces of text: states, times, ids, lists of properties.
import { ago, nameOf, shortId, utc } from "../format.js";
import { routeTo } from "../route.js";
import { useNow } from "./context.js";
import { CopyButton } from "./snippet.jsx";

const STATES = { NOT_STARTED: "Queued", RUNNING: "Running", FINISHED: "Finished", FAILED: "Failed" };

export function State({ state }) {
  return <span class={`state ${state.toLowerCase()}`}>{STATES[state] ?? state}</span>;
}

const DELIVERIES = { pending: "running", delivered: "finished", failed: "failed", lost: "failed", blocked: "failed" };

/** The state of the delivery of a webhook, in the colours of the states of jobs. */
export function DeliveryState({ state }) {
  return <span class={`state ${DELIVERIES[state] ?? ""}`}>{state}</span>;
}

export function Progress({ work }) {
  return (
    <span class="progress">
      <progress class={work.state.toLowerCase()} max={100} value={work.percentage} aria-label={`Progress of ${nameOf(work)}`} />
      <span class="mono">{work.percentage}%</span>
    </span>
  );
}

/** How long ago something was; the exact time is its tooltip. */
export function Time({ moment }) {
  return <time dateTime={moment} title={`${utc(Date.parse(moment))} UTC`}>{ago(moment, useNow())}</time>;
}

/** A link to an object: its name and short id. */
export function ObjectLink({ view, item }) {
  return (
    <a class="object" href={routeTo(view, item.id)} title={item.id}>
      <span>{nameOf(item)}</span>
      {item.name && <span class="mono dim">{shortId(item.id)}</span>}
    </a>
  );
}

export function IdLink({ view, id }) {
  return id ? <a class="mono" href={routeTo(view, id)} title={id}>{shortId(id)}</a> : "–";
}

export function Status({ status, error, isOpen }) {
  if (isOpen) return <span class="status open">open</span>;
  if (status === null) return <span class="status bad" title="The client received no response.">none</span>;
  return <span class={`status ${status >= 400 || error ? "bad" : "good"}`}>{status}</span>;
}

/** Names and values of an object; those without a value are left out. @param {{ of: Record<string, any> }} props */
export function Properties({ of }) {
  const shown = Object.entries(of).filter(([, value]) => value || value === 0);
  return (
    <dl>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Id({ id }) {
  return <span class="mono">{id} <CopyButton text={id} what="id" /></span>;
}
