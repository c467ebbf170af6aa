import { parentPort } from "node:worker_threads";
import { checkBlock, type ScheduleBlock } from "./check-block";

/** Answers each block with its result until it is ended. */
export function serveScheduleBlocks(): void {
  parentPort?.on("message", (block: ScheduleBlock) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    parentPort?.postMessage(checkBlock(block));
  });
}
