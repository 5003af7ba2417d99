// The clips of a take or volume.
import { Table } from "../parts/table.jsx";
import { IdLink } from "../parts/values.jsx";

const COLUMNS = [
  { title: "Device", cell: (source) => source.device_label },
  { title: "File", cell: (source) => <IdLink view="files" id={source.file_id} /> },
  { title: "Format", cell: (source) => source.format },
  { title: "Lens", from: "medium", cell: (source) => source.lens ?? "–" },
];

export function Sources({ sources }) {
  return (
    <>
      <h2>Sources</h2>
      <Table label="Sources" columns={COLUMNS} items={sources} keyOf={({ file_id: id, device_label: label }) => `${id} ${label}`} />
    </>
  );
}
