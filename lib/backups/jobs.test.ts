import { expect, it } from "vitest";
import { createLogger } from "../logger";
import { createEmbeddedQueue } from "../queue/embedded-queue";
import { toHandler } from "../queue/queue";
import { deferred } from "../testing/deferred";
import { pollImagesJob } from "./jobs";

/** More than AWS has. */
const REGIONS = 50;

it("an account of which no region answers does not keep another's backups from being polled", async () => {
  const log = createLogger({ component: "test", level: "silent" });
  const { queue, runner } = createEmbeddedQueue({ log });
  const silence = deferred();
  const polled = deferred<string>();
  const run = async ({ accountRef }: { accountRef: string }): Promise<void> => {
    if (accountRef === "silent") return silence.promise;
    polled.resolve(accountRef);
  };
  const handlers = [toHandler({ definition: pollImagesJob, run })];
  await runner.start({ handlers, repeats: [], onBroken: () => undefined });
  const places = Array.from({ length: REGIONS }, (_, index) => {
    return { accountRef: "silent", region: `region-${index}` };
  });
  await queue.enqueue(pollImagesJob, [...places, { accountRef: "other", region: "region-1" }]);
  expect(await polled.promise).toBe("other");
  silence.resolve();
  await runner.stop({ drainMs: 1_000 });
});
