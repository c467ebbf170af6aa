import { expect, test } from "vitest";
import { HOUR } from "../../clock";
import { createTestClock } from "../../testing/test-clock";
import { createClockOffset } from "../clock-offset";
import { createTransport } from "../transport";
import { CLIENTS_MAX, createEc2Clients } from "./ec2-clients";

test("a client that signs by a clock that was set since is made anew", () => {
  const clock = createTestClock();
  const clockOffset = createClockOffset(clock);
  const clients = createEc2Clients({
    transport: createTransport(1_000),
    endpoint: undefined,
    clockOffset,
    clock,
  });
  const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-real-secret" };
  const get = () =>
    clients.get({
      keys,
      credentialIds: ["crd_keys"],
      region: "eu-central-1",
      connection: "pooled",
    });
  clockOffset.learn(clock.now() - HOUR);
  const first = get();
  expect(first.config.systemClockOffset).toBe(-HOUR);
  clockOffset.learn(clock.now() - HOUR - 1_000);
  expect(get()).toBe(first);
  clockOffset.learn(clock.now() + 1_000);
  expect(get().config.systemClockOffset).toBe(0);
  clients.clear();
});

test("the client that goes is the one unused for longest, not the one made first", () => {
  const clients = createEc2Clients({
    transport: createTransport(1_000),
    endpoint: undefined,
    clockOffset: createClockOffset(createTestClock()),
    clock: createTestClock(),
  });
  const get = (number: number) => {
    const keys = { accessKeyId: `AKIAEXAMPLE${number}`, secretAccessKey: "not-a-real-secret" };
    return clients.get({
      keys,
      credentialIds: ["crd_keys"],
      region: "eu-central-1",
      connection: "pooled",
    });
  };
  const made = Array.from({ length: CLIENTS_MAX }, (_, number) => get(number));
  expect(get(0)).toBe(made[0]);
  get(CLIENTS_MAX);
  expect(get(0)).toBe(made[0]);
  expect(get(1)).not.toBe(made[1]);
  clients.clear();
});

test("what a credential was for is forgotten with it, also what its role's session made", () => {
  const clients = createEc2Clients({
    transport: createTransport(1_000),
    endpoint: undefined,
    clockOffset: createClockOffset(createTestClock()),
    clock: createTestClock(),
  });
  const get = (...credentialIds: string[]) => {
    const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-real-secret" };
    return clients.get({ keys, credentialIds, region: "eu-central-1", connection: "pooled" });
  };
  const source = get("crd_source");
  const role = get("crd_role", "crd_source");
  const other = get("crd_source_2");
  clients.forget("crd_role");
  expect(get("crd_source")).toBe(source);
  const next = get("crd_role", "crd_source");
  expect(next).not.toBe(role);
  clients.forget("crd_source");
  expect(get("crd_source")).not.toBe(source);
  expect(get("crd_role", "crd_source")).not.toBe(next);
  expect(get("crd_source_2")).toBe(other);
  clients.clear();
});
