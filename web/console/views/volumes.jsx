// Volumes.
import { EmptyList } from "../parts/empty_state.jsx";
import { useConsole } from "../parts/context.js";
import { FailNext, WorkTable } from "./work_table.jsx";
import { WorkDetails } from "./work_details.jsx";

const CREATE = [
  'files = [await client.files.upload(path) for path in ("left.mp4", "right.mp4")]',
  "sources = [",
  '    SourceIn(device_label=f"camera-{n}", file_id=file.id, format="MP4", camera_settings={"lens": "goprohero10-fhd"})',
  "    for n, file in enumerate(files)",
  "]",
  'volume = await client.volumes.create_human_volume(sources, human_height=1.8, area_type="NORMAL")',
  "print(await client.volumes.wait(volume))",
];

export function Volumes({ id, heading }) {
  const { volumes, sandbox } = useConsole().store.sections;
  if (id) return <WorkDetails kind="volume" id={id} listed={volumes.find((volume) => volume.id === id)} heading={heading} />;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Volumes</h1>
      <FailNext kind="volume" />
      <WorkTable kind="volume" items={volumes} total={sandbox.counts.volumes} empty={<EmptyList title="No volumes yet" code={CREATE} />} />
    </>
  );
}
