// Webhook endpoints, and what was sent to them.
import { EmptyList } from "../parts/empty_state.jsx";
import { useConsole } from "../parts/context.js";
import { Table } from "../parts/table.jsx";
import { DeliveryState, IdLink, Time } from "../parts/values.jsx";

const ENDPOINTS = [
  { title: "Endpoint", cell: ({ uid, description }) => <span class="object"><span>{uid}</span><span class="dim">{description}</span></span> },
  { title: "URL", cell: ({ url }) => <span class="mono break">{url}</span> },
  { title: "Events", from: "medium", cell: ({ events }) => (events?.length ? events.join(", ") : "all") },
];
const DELIVERIES = [
  { title: "Event", cell: ({ event, endpoint, id }) => <span class="object" title={id}><span class="break">{event}</span><span class="dim">{endpoint}</span></span> },
  { title: "State", cell: ({ state }) => <DeliveryState state={state} /> },
  { title: "Last attempt", from: "medium", cell: ({ attempts }) => <Attempts attempts={attempts} /> },
  { title: "Job", from: "wide", cell: ({ job_id: id }) => <IdLink view="jobs" id={id} /> },
  { title: "Time", from: "wide", cell: ({ attempts }) => (attempts.length ? <Time moment={attempts.at(-1).time} /> : "–") },
  { title: "Actions", cell: (delivery) => <Resend delivery={delivery} /> },
];
const CREATE = ['print(await client.webhooks.upsert(None, "orders", "http://127.0.0.1:8080/webhooks"))'];

export function Webhooks({ heading }) {
  const { webhooks, deliveries } = useConsole().store.sections;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Webhooks</h1>
      <Table label="Endpoints" columns={ENDPOINTS} items={webhooks} keyOf={({ uid }) => uid} empty={<EmptyList title="No endpoints yet" code={CREATE} />} />
      <h2>Deliveries</h2>
      <Table label="Deliveries" columns={DELIVERIES} items={deliveries} keyOf={({ id, endpoint }) => `${id} ${endpoint}`} empty="When a job starts, finishes or fails, its webhooks are sent to the endpoints." />
    </>
  );
}

/** How often a webhook was sent, and what came of it the last time. */
function Attempts({ attempts }) {
  if (!attempts.length) return <span class="dim">none yet</span>;
  const { status, error, fault } = attempts.at(-1);
  return (
    <>
      {attempts.length > 1 && <span class="dim">{attempts.length}: </span>}
      {status ?? <span class="clip" title={error}>{error ?? "no response"}</span>} {fault && <span class="tag">fault</span>}
    </>
  );
}

function Resend({ delivery: { id, event } }) {
  const { api, store } = useConsole();
  const resend = () => store.attempt(() => api.send("POST", `webhooks/${encodeURIComponent(id)}/resend`), `${event} is sent again.`);
  return <span class="actions tight"><button type="button" aria-label={`Resend ${event}`} onClick={resend}>Resend</button></span>;
}
