import { MINUTE, SECOND } from "../clock";
import { ServiceError, assertNever, toError } from "../errors";
import { traceAwsRequests } from "../aws/request-trace";
import type { Logger } from "../logger";
import type { JobHandler } from "./queue";
import { isBrokenDatabase } from "./broken-database";

/**
 * - `ended`: done, or a failure that running again would not mend; the row behind it tells how.
 * - `later`: runs again, no failure counted.
 * - `failed`: an error nobody expected; runs again after growing pauses, so that one poisoned row
 *   costs a log line now and then and never the process.
 * - `broken`: the infrastructure is; the process must stop and be started again.
 */
export type JobOutcome =
  | { kind: "ended" }
  | { kind: "later"; delayMs: number }
  | { kind: "failed"; error: Error }
  | { kind: "broken"; error: Error };

const RETRY_MS_FIRST = SECOND;
const RETRY_MS_MAX = 5 * MINUTE;
/** After this many unexpected errors in a row the job is dropped; the tick finds it again. */
export const FAILURES_MAX = 10;

/** The pause after the n-th unexpected error in a row: 1 s, 2 s, 4 s … 5 minutes. */
export function failurePauseMs(failures: number): number {
  return Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** Math.max(0, failures - 1));
}

/** Parses the payload with the handler's own schema and runs it. Never throws. */
export async function runJob(options: {
  handler: JobHandler<never>;
  payload: unknown;
  signal: AbortSignal;
  log: Logger;
}): Promise<JobOutcome> {
  const { handler, signal } = options;
  const log = options.log.child({ job: handler.definition.name });
  const parsed = handler.definition.payload.safeParse(options.payload);
  if (!parsed.success) {
    log.error({ err: parsed.error }, "a job's payload was not readable; the job was dropped");
    return { kind: "ended" };
  }
  try {
    const result = await traceAwsRequests(() => handler.run(parsed.data, { signal }));
    return result ? { kind: "later", delayMs: result.retryAfterMs } : { kind: "ended" };
  } catch (error) {
    // Told to stop: not the job's failure. It runs again in the next process, or here.
    const outcome: JobOutcome = signal.aborted ? { kind: "later", delayMs: 0 } : toOutcome(error);
    log[outcome.kind === "ended" || outcome.kind === "later" ? "warn" : "error"](
      { err: error, payload: parsed.data, outcome: outcome.kind },
      "a job failed",
    );
    return outcome;
  }
}

function toOutcome(error: unknown): JobOutcome {
  if (isBrokenDatabase(error)) return { kind: "broken", error: toError(error) };
  if (!(error instanceof ServiceError)) return { kind: "failed", error: toError(error) };
  switch (error.code) {
    case "not_found":
    case "forbidden":
    case "unauthorized":
    case "conflict":
    case "validation":
    case "precondition_failed":
      return { kind: "ended" };
    case "limit_exceeded":
      return { kind: "later", delayMs: error.retryAfterMs ?? RETRY_MS_FIRST };
    case "upstream":
    case "unavailable":
    case "internal":
      return error.retryAfterMs === undefined
        ? { kind: "failed", error }
        : { kind: "later", delayMs: error.retryAfterMs };
    default:
      return assertNever(error.code);
  }
}
