import { createLogger } from "../logger";
import { createEmbeddedQueue } from "./embedded-queue";
import { describeQueue } from "./queue-conformance";

const log = createLogger({ component: "test", level: "silent" });

describeQueue("the embedded driver", async () => {
  const driver = createEmbeddedQueue({ log });
  return { ...driver, close: () => driver.queue.close() };
});
