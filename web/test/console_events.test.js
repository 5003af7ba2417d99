import assert from "node:assert/strict";
import { test } from "node:test";

import { EventParser } from "../console/live/event_parser.js";
import { newsOf } from "../console/live/news.js";
import { Store } from "../console/live/store.js";

const CLOCK = { now: "2026-01-01T00:00:00Z", rate: 0, speed: 1 };
const job = (state) => ({ id: "job-1", name: "Waltz", state });

test("events are complete whatever the pieces of the stream are", () => {
  const text = ': comment\n\ndata: {"a":1}\n\ndata: one\r\ndata:two\r\n\r\nevent: x\n\n';
  const parser = new EventParser();
  const events = [...text].flatMap((character) => parser.push(character));
  assert.deepEqual(events, ['{"a":1}', "one\ntwo"]);
  assert.deepEqual(new EventParser().push(text), events);
});

test("an event replaces the sections that it has", () => {
  const store = new Store();
  let count = 0;
  const stop = store.subscribe(() => count++);
  store.apply({ clock: CLOCK, jobs: [job("RUNNING")], volumes: [] });
  store.apply({ clock: CLOCK, jobs: [job("FINISHED")] });
  assert.deepEqual([store.sections.jobs[0].state, store.sections.volumes, store.status], ["FINISHED", [], "live"]);
  assert.equal(store.news, "Job Waltz finished.");
  stop();
  store.setStatus("lost");
  assert.deepEqual([store.status, store.sections.jobs.length, count], ["lost", 1, 2]);
});

test("news are about jobs that end while the page is open", () => {
  const lists = (...jobs) => ({ jobs, volumes: [] });
  assert.equal(newsOf(lists(), lists(job("FINISHED"))), "");
  assert.equal(newsOf(lists(job("RUNNING")), lists(job("RUNNING"))), "");
  assert.equal(newsOf(lists(job("RUNNING")), lists(job("FAILED"))), "Job Waltz failed.");
});

test("the error of an action is shown for a while, or until it is dismissed", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const store = new Store();
  const fail = async () => {
    throw new Error("unknown job");
  };
  await store.attempt(fail);
  const [toast] = store.toasts;
  assert.deepEqual([toast.kind, toast.text], ["error", "unknown job"]);
  store.dismiss(toast.id);
  assert.deepEqual(store.toasts, []);
  await store.attempt(fail);
  t.mock.timers.tick(60_000);
  assert.deepEqual(store.toasts, []);
});
