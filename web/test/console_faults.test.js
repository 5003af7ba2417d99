import assert from "node:assert/strict";
import { test } from "node:test";

import { FAULTS, describeFault, describeTarget, planOf, targetsOf } from "../console/fault_plan.js";

const choice = { fault: "drop", target: "getJob", times: 1, afterWork: false };

test("a choice is a rule of the admin API", () => {
  assert.deepEqual(planOf(choice), { faults: { drop: {} }, operation: "getJob", times: 1 });
  assert.deepEqual(planOf({ ...choice, afterWork: true, times: null, target: "uploads" }), {
    faults: { drop: { after_work: true } },
    method: "PUT",
    path: "/move-ugc-sandbox/*",
  });
  assert.deepEqual(planOf({ ...choice, fault: "truncate", afterWork: true }).faults, { truncate: { share: 0.5 } });
  assert.deepEqual(FAULTS.drop.fault, { drop: {} });
  assert.deepEqual(planOf({ ...choice, fault: "lost", target: "webhooks" }), { faults: { lose_delivery: {} }, times: 1 });
  assert.equal(planOf({ ...choice, fault: "late", target: "job.state.started" }).operation, "job.state.started");
});

test("rules are described as they were chosen", () => {
  assert.equal(describeFault({ status: { code: 503, body: "", after_work: true } }), "status 503 after work");
  assert.equal(describeFault({ delay: { seconds: 5, after_work: false } }), "delay 5 s");
  assert.equal(describeFault(null), "none");
  for (const fault of Object.keys(FAULTS)) {
    for (const [target, label] of targetsOf(fault)) {
      assert.equal(describeTarget({ operation: null, method: null, path: null, ...planOf({ ...choice, fault, target }) }), label);
    }
  }
  assert.equal(describeTarget({ operation: "getJob", method: null, path: null }), "getJob");
  assert.equal(describeTarget({ operation: null, method: null, path: null }), "All requests");
});
