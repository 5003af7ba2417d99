// Faults that users choose, as the admin API takes them.

/** What can go wrong: the fault, whether the request can be processed first, and whether it is a fault of webhooks. */
export const FAULTS = {
  unavailable: { label: "Status 503, service unavailable", fault: { status: { code: 503 } }, late: true },
  throttled: { label: "Throttled by AppSync", fault: { graphql: { error_type: "ThrottlingException", message: "Rate exceeded" } }, late: true },
  drop: { label: "Connection closed without a response", fault: { drop: {} }, late: true },
  reset: { label: "Connection reset", fault: { drop: { reset: true } }, late: true },
  stall: { label: "No response, connection stays open", fault: { stall: {} }, late: true },
  delay: { label: "Response 5 s late", fault: { delay: { seconds: 5 } }, late: true },
  truncate: { label: "Response cut in the middle", fault: { truncate: { share: 0.5 } }, late: false },
  drip: { label: "Response at 1 kB/s", fault: { drip: { bytes_per_second: 1000 } }, late: false },
  html: { label: "A page instead of JSON", fault: { garbage: { kind: "html" } }, late: true },
  json: { label: "JSON that ends in the middle", fault: { garbage: { kind: "json" } }, late: true },
  lost: { label: "Webhook lost", fault: { lose_delivery: {} }, late: false, isDelivery: true },
  late: { label: "Webhook one minute late", fault: { delay_delivery: { seconds: 60 } }, late: false, isDelivery: true },
  repeated: { label: "Webhook sent twice", fault: { repeat_delivery: {} }, late: false, isDelivery: true },
  reordered: { label: "Webhook after the next one", fault: { reorder_delivery: {} }, late: false, isDelivery: true },
  forged: { label: "Forged webhook first", fault: { forge_delivery: { part: "signature" } }, late: false, isDelivery: true },
};

const OPERATIONS = ["createFile", "createSingleCamTake", "createMultiCamTake", "createSingleCamJob", "createMultiCamJob", "createVolumeWithHuman", "getFile", "getTake", "getJob", "getVolume", "list*", "client"];
const EVENTS = ["job.state.started", "job.state.completed", "ugc.job.state.completed", "ugc.job.state.failed"];

/** Which requests have a fault, apart from single operations. */
export const TARGETS = {
  graphql: { label: "All GraphQL requests", conditions: { path: "/ugc/graphql" } },
  uploads: { label: "Uploads", conditions: { method: "PUT", path: "/move-ugc-sandbox/*" } },
  downloads: { label: "Downloads", conditions: { method: "GET", path: "/move-ugc-sandbox/*" } },
};

const WEBHOOKS = "webhooks";

/** Return the keys and labels of what can have a fault. @param {string} fault A key of `FAULTS`. */
export function targetsOf(fault) {
  if (FAULTS[fault].isDelivery) return [[WEBHOOKS, "All webhooks"], ...EVENTS.map((name) => [name, name])];
  return [...Object.entries(TARGETS).map(([key, { label }]) => [key, label]), ...OPERATIONS.map((name) => [name, name])];
}

/**
 * Return the body of `POST /sandbox/faults`.
 *
 * @param {{ fault: string, target: string, times: number | null, afterWork: boolean }} choice `target` is a
 *   key of `targetsOf(fault)`.
 */
export function planOf({ fault, target, times, afterWork }) {
  const { fault: shape, late } = FAULTS[fault];
  const [[kind, members]] = Object.entries(shape);
  const faults = { [kind]: late && afterWork ? { ...members, after_work: true } : members };
  const conditions = TARGETS[target]?.conditions ?? (target === WEBHOOKS ? {} : { operation: target });
  return times === null ? { faults, ...conditions } : { faults, ...conditions, times };
}

/** Describe a fault of a rule: `status 503`, `drop after work`. */
export function describeFault(fault) {
  if (fault === null) return "none";
  const [[kind, members]] = Object.entries(fault);
  const detail = members.code ?? members.error_type ?? members.kind ?? (members.seconds && `${members.seconds} s`) ?? "";
  return [kind, detail, members.after_work && "after work"].filter(Boolean).join(" ");
}

/** Describe which requests or webhooks a rule applies to. */
export function describeTarget({ faults, operation, method, path }) {
  const target = Object.values(TARGETS).find(({ conditions }) => !operation && conditions.path === path && (conditions.method ?? null) === method);
  return target?.label ?? ([operation, method, path].filter(Boolean).join(" ") || (isOfWebhooks(faults) ? "All webhooks" : "All requests"));
}

function isOfWebhooks(faults) {
  const fault = [faults].flat().find((each) => each);
  return fault !== undefined && Object.keys(fault)[0].endsWith("_delivery");
}
