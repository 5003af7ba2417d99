// Faults that users choose, as the admin API takes them.

/** What can go wrong: the fault, and whether the request can be processed first. */
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
};

/** Which requests have a fault, apart from single operations. */
export const TARGETS = {
  graphql: { label: "All GraphQL requests", conditions: { path: "/ugc/graphql" } },
  uploads: { label: "Uploads", conditions: { method: "PUT", path: "/move-ugc-sandbox/*" } },
  downloads: { label: "Downloads", conditions: { method: "GET", path: "/move-ugc-sandbox/*" } },
};

/**
 * Return the body of `POST /sandbox/faults`.
 *
 * @param {{ fault: string, target: string, times: number | null, afterWork: boolean }} choice `target` is a key of
 *   `TARGETS` or the name of an operation.
 */
export function planOf({ fault, target, times, afterWork }) {
  const { fault: shape, late } = FAULTS[fault];
  const [[kind, members]] = Object.entries(shape);
  const faults = { [kind]: late && afterWork ? { ...members, after_work: true } : members };
  const conditions = TARGETS[target]?.conditions ?? { operation: target };
  return times === null ? { faults, ...conditions } : { faults, ...conditions, times };
}

/** Describe a fault of a rule: `status 503`, `drop after work`. */
export function describeFault(fault) {
  if (fault === null) return "none";
  const [[kind, members]] = Object.entries(fault);
  const detail = members.code ?? members.error_type ?? members.kind ?? (members.seconds && `${members.seconds} s`) ?? "";
  return [kind, detail, members.after_work && "after work"].filter(Boolean).join(" ");
}

/** Describe which requests a rule applies to. */
export function describeTarget({ operation, method, path }) {
  const target = Object.values(TARGETS).find(({ conditions }) => !operation && conditions.path === path && (conditions.method ?? null) === method);
  return target?.label ?? ([operation, method, path].filter(Boolean).join(" ") || "All requests");
}
