// The first view: how to connect, and what is going on.
import { program } from "../parts/empty_state.jsx";
import { CopyButton, Snippet } from "../parts/snippet.jsx";
import { Properties } from "../parts/values.jsx";
import { useConsole } from "../parts/context.js";
import { routeTo } from "../route.js";
import { RequestTable } from "./requests.jsx";
import { WorkTable } from "./work_table.jsx";

const CAPTURE = ['result = await client.capture("clip.mp4", "results", outputs=["main_fbx", "motion_data"])', "print(result.outputs)"];
const SHOWN = 5;

export function Overview({ heading }) {
  const { api, store } = useConsole();
  const { sandbox, jobs, requests, leaks } = store.sections;
  const running = jobs.filter(({ state }) => state === "RUNNING" || state === "NOT_STARTED").length;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Overview</h1>
      {leaks.length > 0 && (
        <p class="problem" role="alert">
          {leaks.length === 1 ? "A request" : `${leaks.length} requests`} to storage carried an Authorization header, which only the API may see: {leaks.at(-1)}
        </p>
      )}
      <ul class="figures">
        <Figure value={running} text="jobs running" href={routeTo("jobs")} />
        <Figure value={sandbox.counts.jobs} text="jobs" href={routeTo("jobs")} />
        <Figure value={sandbox.counts.files} text="files" href={routeTo("files")} />
        <Figure value={sandbox.credits} text="credits charged" />
      </ul>
      <section class="card">
        <h2>Connect a client</h2>
        <Properties
          of={{
            "Endpoint": <span class="mono">{sandbox.endpoint_url} <CopyButton text={sandbox.endpoint_url} what="endpoint" /></span>,
            "API key": <span class="mono">{api.key} <CopyButton text={api.key} what="API key" /></span>,
          }}
        />
        <Snippet label="Shell" text={`export MOVE_API_KEY=${api.key} MOVE_UGC_ENDPOINT_URL=${sandbox.endpoint_url}`} />
        {!jobs.length && <Snippet label="Python" text={program(sandbox.endpoint_url, api.key, CAPTURE)} />}
      </section>
      {jobs.length > 0 && (
        <section>
          <h2>Newest jobs</h2>
          <WorkTable kind="job" items={jobs.slice(0, SHOWN)} />
        </section>
      )}
      {requests.length > 0 && (
        <section>
          <h2>Last requests</h2>
          <RequestTable requests={requests.slice(0, SHOWN)} />
        </section>
      )}
    </>
  );
}

function Figure({ value, text, href }) {
  const content = <><b>{value}</b> {text}</>;
  return <li>{href ? <a href={href}>{content}</a> : <span>{content}</span>}</li>;
}
