// All views, in the order of the navigation.
import { Explorer } from "./explorer.jsx";
import { Faults } from "./faults.jsx";
import { Files } from "./files.jsx";
import { Jobs } from "./jobs.jsx";
import { Overview } from "./overview.jsx";
import { Requests } from "./requests.jsx";
import { Takes } from "./takes.jsx";
import { Volumes } from "./volumes.jsx";
import { Webhooks } from "./webhooks.jsx";

/** Name in the address, title, the component, and the number beside the title. */
export const VIEWS = [
  { name: "overview", title: "Overview", Page: Overview },
  { name: "jobs", title: "Jobs", Page: Jobs, count: ({ sandbox }) => sandbox.counts.jobs },
  { name: "takes", title: "Takes", Page: Takes, count: ({ sandbox }) => sandbox.counts.takes },
  { name: "volumes", title: "Volumes", Page: Volumes, count: ({ sandbox }) => sandbox.counts.volumes },
  { name: "files", title: "Files", Page: Files, count: ({ sandbox }) => sandbox.counts.files },
  { name: "requests", title: "Requests", Page: Requests },
  { name: "webhooks", title: "Webhooks", Page: Webhooks, count: ({ webhooks }) => webhooks.length },
  { name: "faults", title: "Faults", Page: Faults, count: ({ faults }) => faults.length },
  { name: "explorer", title: "Explorer", Page: Explorer },
];
