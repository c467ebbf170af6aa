import { traceAwsRequests } from "../aws/request-trace";
import { toError } from "../errors";
import type { Logger } from "../logger";
import { isBrokenDatabase } from "./broken-database";
import type { RepeatHandler } from "./queue";

/** Runs a repeat once. Its own failure is logged and tried again next time; never throws. */
export async function runRepeat(options: {
  repeat: RepeatHandler;
  signal: AbortSignal;
  log: Logger;
  onBroken(error: Error): void;
}): Promise<void> {
  const { repeat, signal, log } = options;
  try {
    await traceAwsRequests(() => repeat.run({ signal }));
  } catch (error) {
    if (signal.aborted) return;
    log.error({ err: error, repeat: repeat.name }, "a repeating job failed");
    if (isBrokenDatabase(error)) options.onBroken(toError(error));
  }
}
