// Takes.
import { Back } from "../parts/back.jsx";
import { EmptyList } from "../parts/empty_state.jsx";
import { useConsole } from "../parts/context.js";
import { nameOf } from "../format.js";
import { Table } from "../parts/table.jsx";
import { Id, IdLink, ObjectLink, Properties, Time } from "../parts/values.jsx";
import { Sources } from "./sources.jsx";
import { Metadata } from "./work_details.jsx";
import { WorkTable } from "./work_table.jsx";

const TYPES = { SINGLE_CAM: "One camera", MULTI_CAM: "Several cameras" };
const COLUMNS = [
  { title: "Take", cell: (take) => <ObjectLink view="takes" item={take} /> },
  { title: "Type", cell: ({ type }) => TYPES[type] ?? type },
  { title: "Clips", number: true, cell: ({ sources }) => sources.length },
  { title: "Volume", from: "wide", cell: ({ volume_id: id }) => <IdLink view="volumes" id={id} /> },
  { title: "Created", from: "medium", cell: ({ created }) => <Time moment={created} /> },
];
const CREATE = [
  'file = await client.files.upload("clip.mp4")',
  'print(await client.takes.create_singlecam([SourceIn(device_label="phone", file_id=file.id, format="MP4")]))',
];

export function Takes({ id, heading }) {
  const { takes, jobs, sandbox } = useConsole().store.sections;
  const take = takes.find((each) => each.id === id);
  if (id && !take) return <Back view="takes" heading={heading} title={`unknown take ${id}`} isProblem />;
  if (take) return <Details take={take} jobs={jobs.filter((job) => job.take_id === id)} heading={heading} />;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Takes</h1>
      <Table label="Takes" columns={COLUMNS} items={takes} keyOf={(each) => each.id} total={sandbox.counts.takes} empty={<EmptyList title="No takes yet" code={CREATE} />} />
    </>
  );
}

function Details({ take, jobs, heading }) {
  return (
    <>
      <Back view="takes" heading={heading} title={nameOf(take)} />
      <Properties
        of={{
          "Id": <Id id={take.id} />,
          "Type": TYPES[take.type] ?? take.type,
          "Created": <Time moment={take.created} />,
          "Volume": take.volume_id && <IdLink view="volumes" id={take.volume_id} />,
        }}
      />
      <Sources sources={take.sources} />
      <h2>Jobs</h2>
      <WorkTable kind="job" items={jobs} empty="No job uses this take." />
      <Metadata of={take} />
    </>
  );
}
