import { expect, test } from "vitest";
import { HOUR } from "../../clock";
import { createTestClock } from "../../testing/test-clock";
import { createClockOffset } from "../clock-offset";
import { createTransport } from "../transport";
import { createEc2Clients } from "./ec2-clients";

test("a client that signs by a clock that was set since is made anew", () => {
  const clock = createTestClock();
  const clockOffset = createClockOffset(clock);
  const clients = createEc2Clients({
    transport: createTransport(1_000),
    endpoint: undefined,
    clockOffset,
  });
  const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-real-secret" };
  const get = () => clients.get({ keys, region: "eu-central-1", connection: "pooled" });
  clockOffset.learn(clock.now() - HOUR);
  const first = get();
  expect(first.config.systemClockOffset).toBe(-HOUR);
  clockOffset.learn(clock.now() - HOUR - 1_000);
  expect(get()).toBe(first);
  clockOffset.learn(clock.now() + 1_000);
  expect(get().config.systemClockOffset).toBe(0);
  clients.clear();
});
