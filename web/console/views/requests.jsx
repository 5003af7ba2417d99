// The requests that clients have sent.
import { useState } from "preact/hooks";

import { duration, titleOf } from "../format.js";
import { routeTo } from "../route.js";
import { EmptyList } from "../parts/empty_state.jsx";
import { useConsole } from "../parts/context.js";
import { Table } from "../parts/table.jsx";
import { Status, Time } from "../parts/values.jsx";
import { RequestDetails } from "./request_details.jsx";

const COLUMNS = [
  { title: "Request", cell: (request) => <RequestLink request={request} /> },
  { title: "Status", cell: ({ status, error, seconds }) => <Status status={status} error={error} isOpen={seconds === null} /> },
  { title: "Duration", number: true, cell: ({ seconds }) => <span class="mono">{duration(seconds)}</span> },
  { title: "Problem", from: "wide", cell: ({ error, has_fault: hasFault }) => <>{hasFault && <span class="tag">fault</span>} <span class="dim clip" title={error}>{error}</span></> },
  { title: "Received", from: "medium", cell: ({ received }) => <Time moment={received} /> },
];
const READ = ["print(await client.client.retrieve())"];

export function Requests({ id, heading }) {
  const { api, store } = useConsole();
  const { requests } = store.sections;
  const [text, setText] = useState("");
  const [onlyProblems, setOnlyProblems] = useState(false);
  if (id) return <RequestDetails number={id} listed={requests.find((request) => String(request.number) === id)} heading={heading} />;
  const shown = requests.filter((request) => matches(request, text.toLowerCase()) && (!onlyProblems || hasProblem(request)));
  const clear = () => store.attempt(() => api.send("DELETE", "requests"));
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Requests</h1>
      <div class="actions">
        <label>Filter <input type="search" value={text} placeholder="getJob" onInput={(event) => setText(event.currentTarget.value)} /></label>
        <label><input type="checkbox" checked={onlyProblems} onChange={(event) => setOnlyProblems(event.currentTarget.checked)} /> Problems only</label>
        <button type="button" aria-disabled={!requests.length} onClick={() => requests.length && clear()}>Clear</button>
      </div>
      <RequestTable requests={shown} empty={requests.length ? "No request matches the filter." : <EmptyList title="No requests yet" code={READ} />} />
    </>
  );
}

export function RequestTable({ requests, empty }) {
  return <Table label="Requests" columns={COLUMNS} items={requests} keyOf={({ number }) => number} empty={empty} />;
}

function RequestLink({ request }) {
  return (
    <a class="object" href={routeTo("requests", request.number)}>
      <span class="clip">{titleOf(request)}</span>
      <span class="mono dim">{request.method}</span>
    </a>
  );
}

function matches({ operation, fields, path, method, status }, text) {
  return [operation ?? "", ...fields, path, method, String(status)].some((each) => each.toLowerCase().includes(text));
}

function hasProblem({ status, error, has_fault: hasFault, seconds }) {
  return Boolean(error) || hasFault || (status === null ? seconds !== null : status >= 400);
}
