// Uploaded files.
import { Back } from "../parts/back.jsx";
import { EmptyList } from "../parts/empty_state.jsx";
import { useConsole } from "../parts/context.js";
import { bytes, nameOf } from "../format.js";
import { Table } from "../parts/table.jsx";
import { Id, ObjectLink, Properties, Time } from "../parts/values.jsx";
import { Metadata } from "./work_details.jsx";

const COLUMNS = [
  { title: "File", cell: (file) => <ObjectLink view="files" item={file} /> },
  { title: "Type", cell: ({ type }) => type },
  { title: "Size", number: true, cell: ({ size }) => (size === null ? <span class="dim">not uploaded</span> : bytes(size)) },
  { title: "Created", from: "medium", cell: ({ created }) => <Time moment={created} /> },
];
const CREATE = ['print(await client.files.upload("clip.mp4"))'];

export function Files({ id, heading }) {
  const { files, sandbox } = useConsole().store.sections;
  const file = files.find((each) => each.id === id);
  if (id && !file) return <Back view="files" heading={heading} title={`unknown file ${id}`} isProblem />;
  if (file) return <Details file={file} heading={heading} />;
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>Files</h1>
      <Table label="Files" columns={COLUMNS} items={files} keyOf={(each) => each.id} total={sandbox.counts.files} empty={<EmptyList title="No files yet" code={CREATE} />} />
    </>
  );
}

function Details({ file, heading }) {
  return (
    <>
      <Back view="files" heading={heading} title={nameOf(file)} />
      <Properties
        of={{
          "Id": <Id id={file.id} />,
          "Type": file.type,
          "Size": file.size === null ? "not uploaded" : bytes(file.size),
          "Created": <Time moment={file.created} />,
          "Content": file.size !== null && <a href={file.url} download={`${nameOf(file)}${file.type}`}>Download</a>,
        }}
      />
      <Metadata of={file} />
    </>
  );
}
