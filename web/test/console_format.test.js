import assert from "node:assert/strict";
import { test } from "node:test";

import { ago, bytes, duration, nameOf, pretty, shortId, titleOf, utc } from "../console/format.js";
import { timeOf } from "../console/live/clock.js";
import { parseRoute, routeTo } from "../console/route.js";

const ID = "job-1a2b3c4d-0000-4000-8000-000000000000";

test("ids are short and objects have a name", () => {
  assert.equal(shortId(ID), "job-1a2b3c4d");
  assert.equal(shortId("orders"), "orders");
  assert.equal(nameOf({ id: ID, name: null }), "job-1a2b3c4d");
  assert.equal(nameOf({ id: ID, name: "Waltz" }), "Waltz");
});

test("requests are named by operation, fields or path", () => {
  assert.equal(titleOf({ operation: "getJob", fields: ["getJob"], path: "/ugc/graphql" }), "getJob");
  assert.equal(titleOf({ operation: null, fields: ["client", "getJob"], path: "/ugc/graphql" }), "client, getJob");
  assert.equal(titleOf({ operation: null, fields: [], path: `/bucket/files/${ID}.mp4` }), "/bucket/files/job-1a2b3c4d….mp4");
});

test("times are relative to the clock of the sandbox", () => {
  const at = (seconds) => ago("2026-01-01T00:00:00Z", Date.parse("2026-01-01T00:00:00Z") + seconds * 1000);
  assert.deepEqual([-5, 0.4, 59, 61, 7200, 200_000].map(at), ["now", "now", "59 s ago", "1 min ago", "2 h ago", "2 d ago"]);
  assert.equal(utc(Date.parse("2026-01-01T01:02:03.9+01:00")), "2026-01-01 00:02:03");
});

test("the clock moves at its rate between two events", () => {
  const clock = { now: "2026-01-01T00:00:00Z", rate: 60, at: 1000 };
  assert.equal(timeOf(clock, 3000) - Date.parse(clock.now), 120_000);
  assert.equal(timeOf({ ...clock, rate: 0 }, 3000), Date.parse(clock.now));
});

test("sizes and durations have three digits and a unit", () => {
  assert.deepEqual([null, 0, 999, 1000, 1_234_567, 5e12].map(bytes), ["–", "0 B", "999 B", "1.00 kB", "1.23 MB", "5.00 TB"]);
  assert.deepEqual([null, 0.00123, 0.25, 0.9996, 12.34].map(duration), ["…", "1.2 ms", "250 ms", "1.0 s", "12.3 s"]);
});

test("JSON is indented, and other text stays as it is", () => {
  assert.equal(pretty('{"a":1}'), '{\n  "a": 1\n}');
  assert.equal(pretty("<html>"), "<html>");
});

test("addresses are read as they are written", () => {
  for (const [view, id] of [["jobs", ID], ["takes", null], ["overview", null], ["webhooks", "a/b c%"]]) {
    assert.deepEqual(parseRoute(routeTo(view, id)), { view, id });
  }
  assert.deepEqual(parseRoute(""), { view: "overview", id: null });
  assert.deepEqual(parseRoute("#/jobs/%E0"), { view: "overview", id: null });
});
