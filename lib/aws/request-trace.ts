import { AsyncLocalStorage } from "node:async_hooks";

/** AWS's names of requests, `Action request-id`, that one request or job has sent so far. */
interface Trace {
  ids: string[];
  /** Parts of it, by the account that they are for. */
  accounts: Map<string, Trace>;
}

/** The newest are kept: an entry is read by people. */
const IDS_MAX = 20;

// The launcher's copy of this module starts a trace, Next's copy fills it.
const KEY = Symbol.for("amivault.awsRequests");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<Trace> };
const traces = (shared[KEY] ??= new AsyncLocalStorage<Trace>());

/**
 * What is recorded by lib/audit within `work` names the requests to AWS that were sent for it, and
 * none of whoever set it going: a job is often begun within another.
 */
export function traceAwsRequests<T>(work: () => T): T {
  return traces.run({ ids: [], accounts: new Map() }, work);
}

/** As a part of what is under way: it names the requests before it too; its own are no other part's. */
export function traceAwsPart<T>(work: () => T): T {
  return traces.run({ ids: readAwsRequests() ?? [], accounts: new Map() }, work);
}

/** The part for one account of what goes over several, also where it comes in pieces. */
export function traceAwsAccount<T>(accountRef: string, work: () => T): T {
  const whole = traces.getStore();
  if (!whole) return traceAwsRequests(work);
  const part = whole.accounts.get(accountRef) ?? { ids: [...whole.ids], accounts: new Map() };
  whole.accounts.set(accountRef, part);
  return traces.run(part, work);
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
