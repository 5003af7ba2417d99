// Jobs.
import { EmptyList } from "../parts/empty_state.jsx";
import { useConsole } from "../parts/context.js";
import { FailNext, WorkTable } from "./work_table.jsx";
import { WorkDetails } from "./work_details.jsx";

const CREATE = [
  'file = await client.files.upload("clip.mp4")',
  'take = await client.takes.create_singlecam([SourceIn(device_label="phone", file_id=file.id, format="MP4")])',
  "job = await client.jobs.create_singlecam(take.id)",
  "print(await client.jobs.wait(job))",
];

export function Jobs({ id, heading }) {
  const { jobs, sandbox } = useConsole().store.sections;
  if (id) return <WorkDetails kind="job" id={id} listed={jobs.find((job) => job.id === id)} heading={heading} />;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Jobs</h1>
      <FailNext kind="job" />
      <WorkTable kind="job" items={jobs} total={sandbox.counts.jobs} empty={<EmptyList title="No jobs yet" code={CREATE} />} />
    </>
  );
}
