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

/** Load the motion of a source. @param {Source} source @param {AbortSignal} signal @returns {Promise<Recording>} */
export async function loadRecording(source, signal) {
  const parts = source.parts ?? [{ name: "", url: source.url }];
  const recording = new Recording();
  for (const { name, url } of parts) {
    const read = await READERS[source.kind](await download(url, signal), name.replace(/\.\w+$/, ""));
    recording.merge(read);
  }
  return recording;
}

async function download(url, signal) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new SourceError("The file cannot be loaded: is the program that serves this page still running?");
  }
  if (response.ok) return response.arrayBuffer();
  let message = `the server answered with status ${response.status}`;
  try {
    ({ message } = await response.json());
  } catch {
    // Other servers answer with pages.
  }
  throw new SourceError(`The file cannot be shown: ${message}`);
}
