// One job or volume: state, outputs, and what it looks like.
import { nameOf, bytes } from "../format.js";
import { Back } from "../parts/back.jsx";
import { Table } from "../parts/table.jsx";
import { Snippet } from "../parts/snippet.jsx";
import { Id, IdLink, Progress, Properties, State, Time } from "../parts/values.jsx";
import { useDetails } from "../parts/details.js";
import { Sources } from "./sources.jsx";
import { Viewer } from "./viewer.jsx";
import { WorkActions } from "./work_table.jsx";

const OUTPUTS = [
  { title: "Output", cell: ({ output }) => <span class="mono">{output}</span> },
  { title: "Key", from: "medium", cell: ({ key }) => <span class="mono">{key}</span> },
  { title: "Size", number: true, cell: ({ size }) => bytes(size) },
  { title: "Content", cell: ({ url, output, type, isReady, isFailed }) => (isReady ? <a href={url} download={`${output.toLowerCase()}${type}`}>Download</a> : <span class="dim">{isFailed ? "none" : "not yet"}</span>) },
];

/** @param {{ kind: "job" | "volume", id: string, listed: any, heading: any }} props `listed`: as the stream knows it. */
export function WorkDetails({ kind, id, listed, heading }) {
  const [found, problem] = useDetails(`${kind}s/${encodeURIComponent(id)}`, listed && `${listed.state} ${listed.outputs_ready}`);
  const work = listed ? { ...found, ...listed } : found;
  if (problem || !work?.outputs) return <Back view={`${kind}s`} heading={heading} title={problem ?? "Loading…"} isProblem={Boolean(problem)} />;
  const outputs = work.outputs.map((each) => ({ ...each, isReady: work.outputs_ready, isFailed: work.state === "FAILED" }));
  return (
    <>
      <Back view={`${kind}s`} heading={heading} title={nameOf(work)} />
      <p class="headline"><State state={work.state} /> <Progress work={work} /> <WorkActions kind={kind} work={work} /></p>
      {work.suggestions.length > 0 && <ul class="problem">{work.suggestions.map((each) => <li key={each}>{each}</li>)}</ul>}
      {kind === "job" && work.outputs_ready && <Viewer job={work} />}
      <Properties
        of={{
          "Id": <Id id={work.id} />,
          "Created": <Time moment={work.created} />,
          "Take": work.take_id && <IdLink view="takes" id={work.take_id} />,
          "Rig": work.rig,
          "Actors": work.actors,
          "Height of the human": work.human_height && `${work.human_height} m`,
          "Area": work.area_type,
          "Clip window": work.window && `${work.window[0]} s to ${work.window[1]} s`,
        }}
      />
      {work.sources && <Sources sources={work.sources} />}
      <h2>Outputs</h2>
      <Table label="Outputs" columns={OUTPUTS} items={outputs} keyOf={(output) => output.id} empty="This work has no outputs." />
      <Metadata of={work} />
    </>
  );
}

export function Metadata({ of: { metadata } }) {
  return metadata && metadata !== "{}" ? <Snippet label="Metadata" text={metadata} /> : null;
}
