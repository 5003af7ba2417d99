// Faults: rules that make requests fail, and a form that adds one.
import { useState } from "preact/hooks";

import { FAULTS, TARGETS, describeFault, describeTarget, planOf } from "../fault_plan.js";
import { useConsole } from "../parts/context.js";
import { Table } from "../parts/table.jsx";
import { FailNext } from "./work_table.jsx";

const OPERATIONS = ["createFile", "createSingleCamTake", "createMultiCamTake", "createSingleCamJob", "createMultiCamJob", "createVolumeWithHuman", "getFile", "getTake", "getJob", "getVolume", "list*", "client"];
const TIMES = { 1: "once", 2: "twice", 5: "5 times", unlimited: "without limit" };

export function Faults({ heading }) {
  const { store } = useConsole();
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Faults</h1>
      <FaultForm />
      <FailNext kind="job" />
      <FailNext kind="volume" />
      <h2>Rules</h2>
      <Rules rules={store.sections.faults} />
    </>
  );
}

function FaultForm() {
  const { api, store } = useConsole();
  const [choice, setChoice] = useState({ fault: "unavailable", target: "graphql", times: "1", afterWork: false });
  const change = (name) => ({ currentTarget: { type, checked, value } }) => setChoice({ ...choice, [name]: type === "checkbox" ? checked : value });
  const plan = planOf({ ...choice, times: choice.times === "unlimited" ? null : Number(choice.times) });
  const submit = (event) => {
    event.preventDefault();
    store.attempt(() => api.send("POST", "faults", plan), "The fault waits for its request.");
  };
  return (
    <form class="card grid" onSubmit={submit}>
      <h2>Inject a fault</h2>
      <Choice label="Fault" value={choice.fault} onChange={change("fault")} options={labelsOf(FAULTS)} />
      <Choice label="Requests" value={choice.target} onChange={change("target")} options={[...labelsOf(TARGETS), ...OPERATIONS.map((name) => [name, name])]} />
      <Choice label="How often" value={choice.times} onChange={change("times")} options={Object.entries(TIMES)} />
      <label class="line">
        <input type="checkbox" checked={choice.afterWork} disabled={!FAULTS[choice.fault].late} onChange={change("afterWork")} /> Process the request first, and lose its response
      </label>
      <pre class="line" tabIndex={0} aria-label="Rule as JSON">{JSON.stringify(plan)}</pre>
      <div class="actions line"><button type="submit" class="primary">Inject</button></div>
    </form>
  );
}

function Choice({ label, value, options, onChange }) {
  return (
    <label>
      {label}
      <select value={value} onChange={onChange}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </label>
  );
}

function Rules({ rules }) {
  const { api, store } = useConsole();
  const columns = [
    { title: "Fault", cell: ({ faults }) => [faults].flat().map(describeFault).join(", ") },
    { title: "Requests", cell: describeTarget },
    { title: "Left", number: true, from: "medium", cell: ({ times, faults, acted }) => (times ? Math.max(0, times * [faults].flat().length - acted) : "∞") },
    { title: "Acted", number: true, cell: ({ acted, matched }) => `${acted} of ${matched}` },
    {
      title: "Actions",
      cell: ({ id }) => <button type="button" aria-label={`Remove rule ${id}`} onClick={() => store.attempt(() => api.send("DELETE", `faults/${id}`))}>Remove</button>,
    },
  ];
  return <Table label="Rules" columns={columns} items={rules} keyOf={({ id }) => id} empty="Without rules, no request fails. Add one above, or from a test with sandbox.faults.add(…)." />;
}

function labelsOf(entries) {
  return Object.entries(entries).map(([key, { label }]) => [key, label]);
}
