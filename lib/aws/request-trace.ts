import { AsyncLocalStorage } from "node:async_hooks";

/** AWS's names of requests, `Action request-id`, that one request or job has sent so far. */
interface Trace {
  ids: string[];
}

/** The newest are kept: an entry is read by people. */
const IDS_MAX = 20;

// The launcher's copy of this module starts a trace, Next's copy fills it.
const KEY = Symbol.for("amivault.awsRequests");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Trace> };
const traces = (shared[KEY] ??= new AsyncLocalStorage<Trace>());

/**
 * What is recorded by lib/audit within `work` names the requests to AWS that were sent for it, and
 * those before it that it is a part of; what it sends itself is no other part's.
 */
export function traceAwsRequests<T>(work: () => T): T {
  return traces.run({ ids: readAwsRequests() ?? [] }, work);
}

/** Of an answer, a refusal too. */
export function noteAwsRequest(action: string, requestId: string): void {
  const trace = traces.getStore();
  if (!trace) return;
  trace.ids.push(`${action} ${requestId}`);
  if (trace.ids.length > IDS_MAX) trace.ids.shift();
}

/** The oldest first; null where none was sent. */
export function readAwsRequests(): string[] | null {
  const ids = traces.getStore()?.ids;
  return ids && ids.length > 0 ? [...ids] : null;
}
