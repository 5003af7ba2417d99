// Jobs or volumes, with their progress and buttons that end them.
import { useConsole } from "../parts/context.js";
import { Table } from "../parts/table.jsx";
import { IdLink, ObjectLink, Progress, State, Time } from "../parts/values.jsx";
import { nameOf } from "../format.js";

/** @param {{ kind: "job" | "volume", items: any[], total?: number, empty?: any }} props */
export function WorkTable({ kind, items, total, empty }) {
  const columns = [
    { title: kind === "job" ? "Job" : "Volume", cell: (work) => <ObjectLink view={`${kind}s`} item={work} /> },
    { title: "State", cell: (work) => <State state={work.state} /> },
    { title: "Progress", cell: (work) => <Progress work={work} /> },
    ...(kind === "job" ? [{ title: "Take", from: "wide", cell: (work) => <IdLink view="takes" id={work.take_id} /> }] : []),
    { title: "Created", from: "wide", cell: (work) => <Time moment={work.created} /> },
    { title: "Actions", from: "medium", cell: (work) => <WorkActions kind={kind} work={work} /> },
  ];
  return <Table label={kind === "job" ? "Jobs" : "Volumes"} columns={columns} items={items} keyOf={({ id }) => id} total={total} empty={empty} />;
}

export function WorkActions({ kind, work }) {
  const { api, store } = useConsole();
  const isOver = work.state === "FINISHED" || work.state === "FAILED";
  // Not `disabled`: the button that was pressed keeps the focus.
  const end = (action) => isOver || store.attempt(() => api.send("POST", `${kind}s/${encodeURIComponent(work.id)}/${action}`));
  return (
    <span class="actions tight">
      <button type="button" aria-disabled={isOver} aria-label={`Finish ${nameOf(work)}`} onClick={() => end("finish")}>Finish</button>
      <button type="button" aria-disabled={isOver} aria-label={`Fail ${nameOf(work)}`} onClick={() => end("fail")}>Fail</button>
    </span>
  );
}

/** A button that lets the next job or volume fail. */
export function FailNext({ kind }) {
  const { api, store } = useConsole();
  const waiting = store.sections.sandbox.failures[kind];
  const add = () => store.attempt(() => api.send("POST", "failures", { kind }));
  return (
    <p class="actions">
      <button type="button" onClick={add}>Let the next {kind} fail</button>
      {waiting > 0 && <span class="dim">{waiting === 1 ? `The next ${kind} fails.` : `The next ${waiting} ${kind}s fail.`}</span>}
    </p>
  );
}
