import { recordInvocation } from "../cloudwatch/record-invocation";
import { recordLogLines } from "../logs/record-log-lines";
import type { Job, JobResult } from "./invocations";
import { callerOfRole } from "./roles";

/** What CloudWatch and its Logs see of an attempt that has ended. */
export function noteInvocation(of: { job: Job; result: JobResult }): void {
  const { job, result } = of;
  const { world } = job;
  const { accountId, region, functionName, at } = job.invocation;
  const { durationMs } = result;
  const outcome = result.outcome === "ok" ? "ok" : "error";
  recordInvocation({ world, accountId, region, functionName, at, outcome, durationMs });
  const { name: sessionName, roleArn } = job.fn;
  const caller = callerOfRole({ world, roleArn, sessionName });
  if (caller === undefined || result.logStream === undefined) return;
  recordLogLines({
    world,
    accountId,
    region,
    functionName,
    caller,
    streamName: result.logStream,
    lines: toLines(of).map((message) => ({ at, message })),
  });
}

/** The function's lines between those that Lambda adds. */
function toLines({ job, result }: { job: Job; result: JobResult }): string[] {
  const { requestId } = job.invocation;
  const ms = result.durationMs;
  const memory = job.fn.memoryMiB;
  const why = result.outcome === "timeout" ? [`${requestId} ${result.errorMessage}`] : [];
  return [
    `START RequestId: ${requestId} Version: $LATEST\n`,
    ...result.logs.map((line) => `${line}\n`),
    ...why,
    `END RequestId: ${requestId}\n`,
    `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${memory} MB\n`,
  ];
}
