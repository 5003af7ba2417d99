// Loading of sources.
import { readBvh } from "./bvh.js";
import { readGlb } from "./glb.js";
import { readMotionData } from "./motion_data.js";
import { Recording, SourceError } from "./recording.js";

/**
 * @typedef {object} Source
 * @property {string} name Name of the file.
 * @property {"glb" | "bvh" | "motion" | "video" | "other"} kind
 * @property {string} [url] Where the file is; `motion` is the form that `motion_data.js` reads.
 * @property {{ name: string, url: string }[]} [parts] Instead of `url`: one file for each actor.
 * @property {string} [reason] Why a file of the kind `other` is not shown.
 */

/** Names of the kinds, for users. */
export const KINDS = { glb: "GLB", bvh: "BVH", motion: "Motion data", video: "Video", other: "Not shown" };

const READERS = { glb: readGlb, bvh: readBvh, motion: readMotionData };

/**
 * @typedef {object} Work
 * @property {AbortSignal} [signal]
 * @property {(share: number) => void} [onProgress] Called with the share that is done, from 0 to 1.
 */

/** Share of the work that is done when a file has arrived; the rest is reading it. */
const ARRIVED = 0.5;

/** Load the motion of a source. @param {Source} source @param {Work} work @returns {Promise<Recording>} */
export async function loadRecording(source, { signal, onProgress }) {
  const parts = source.parts ?? [{ name: "", url: source.url }];
  const recording = new Recording();
  for (const [number, { name, url }] of parts.entries()) {
    const report = (from, size) => (share) => onProgress((number + from + size * share) / parts.length);
    const content = await download(url, { signal, onProgress: report(0, ARRIVED) });
    if (!content.byteLength) throw new SourceError("The file is empty. Download it again.");
    const read = await READERS[source.kind](content, name.replace(/\.\w+$/, ""), { signal, onProgress: report(ARRIVED, 1 - ARRIVED) });
    recording.merge(read);
  }
  return recording;
}

async function download(url, { signal, onProgress }) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SourceError("The file cannot be loaded: is the program that serves this page still running?");
  }
  if (response.ok) return readBody(response, onProgress);
  let message = `the server answered with status ${response.status}`;
  try {
    ({ message } = await response.json());
  } catch {
    // Other servers answer with pages.
  }
  throw new SourceError(`The file cannot be shown: ${message}`);
}

/** Return the body of a response, and report the share that has arrived, if its size is known. */
async function readBody(response, onProgress) {
  const size = response.headers.has("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length"));
  if (!size) return response.arrayBuffer();
  const body = new Uint8Array(size);
  let arrived = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done || arrived + value.length > size) break;
    body.set(value, arrived);
    arrived += value.length;
    onProgress(arrived / size);
  }
  return arrived === size ? body.buffer : body.buffer.slice(0, arrived);
}
