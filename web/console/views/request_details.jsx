// One request.
import { bytes, duration, titleOf } from "../format.js";
import { describeFault } from "../fault_plan.js";
import { routeTo } from "../route.js";
import { Back } from "../parts/back.jsx";
import { useDetails } from "../parts/details.js";
import { Snippet } from "../parts/snippet.jsx";
import { Properties, Status, Time } from "../parts/values.jsx";
import { draft } from "./explorer.jsx";

export function RequestDetails({ number, listed, heading }) {
  const [request, problem] = useDetails(`requests/${encodeURIComponent(number)}`, listed?.seconds);
  if (problem || !request) return <Back view="requests" heading={heading} title={problem ?? "Loading…"} isProblem={Boolean(problem)} />;
  const variables = JSON.stringify(request.variables, null, 2);
  const explore = () => {
    draft.query = request.document;
    draft.variables = variables;
    location.hash = routeTo("explorer");
  };
  return (
    <>
      <Back view="requests" heading={heading} title={titleOf(request)} />
      <p class="headline">
        <Status status={request.status} error={request.error} isOpen={request.seconds === null} />
        <span class="mono">{duration(request.seconds)}</span>
        {request.document && <button type="button" onClick={explore}>Open in the explorer</button>}
      </p>
      {request.errors.length > 0 && <ul class="problem">{request.errors.map((error) => <li key={error}>{error}</li>)}</ul>}
      <Properties
        of={{
          "Request": <span class="mono">{request.method} {request.path}</span>,
          "Received": <Time moment={request.received} />,
          "Fields": request.fields.join(", "),
          "Fault": request.fault && describeFault(request.fault),
          "Request id": <span class="mono">{request.request_id}</span>,
          "Uploaded": request.received_bytes > 0 && bytes(request.received_bytes),
          "Downloaded": request.sent_bytes > 0 && bytes(request.sent_bytes),
        }}
      />
      {request.document && <Snippet label="Document" text={request.document} />}
      {request.document && variables !== "{}" && <Snippet label="Variables, without secrets" text={variables} />}
    </>
  );
}
