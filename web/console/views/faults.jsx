// Faults: rules that make requests fail, and a form that adds one.
import { useState } from "preact/hooks";

import { FAULTS, describeFault, describeTarget, planOf, targetsOf } from "../fault_plan.js";
import { useConsole } from "../parts/context.js";
import { Table } from "../parts/table.jsx";
import { FailNext } from "./work_table.jsx";

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
  const targets = targetsOf(choice.fault);
  const changeFault = ({ currentTarget: { value: fault } }) => {
    const isKept = targetsOf(fault).some(([key]) => key === choice.target);
    setChoice({ ...choice, fault, target: isKept ? choice.target : targetsOf(fault)[0][0] });
  };
  const plan = planOf({ ...choice, times: choice.times === "unlimited" ? null : Number(choice.times) });
  const submit = (event) => {
    event.preventDefault();
    store.attempt(() => api.send("POST", "faults", plan), "The fault waits for its request or webhook.");
  };
  return (
    <form class="card grid" onSubmit={submit}>
      <h2>Inject a fault</h2>
      <Choice label="Fault" value={choice.fault} onChange={changeFault} options={Object.entries(FAULTS).map(([key, { label }]) => [key, label])} />
      <Choice label="Requests" value={choice.target} onChange={change("target")} options={targets} />
      <Choice label="How often" value={choice.times} onChange={change("times")} options={Object.entries(TIMES)} />
      <label class="line">
        <input type="checkbox" checked={choice.afterWork && FAULTS[choice.fault].late} disabled={!FAULTS[choice.fault].late} onChange={change("afterWork")} /> Process the request first, and lose its response
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
