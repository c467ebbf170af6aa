import { expect, test } from "vitest";
import { imageRequest } from "./image-request";

const dueAt = Date.UTC(2026, 2, 1, 2, 0, 0);
const facts = {
  installationId: "inst-7f3a",
  accountId: "111122223333",
  region: "eu-central-1",
  instanceId: "i-0123456789abcdef0",
  due: { dueAt },
  at: dueAt,
  attempt: 1,
  instanceName: "web",
  description: "",
  reboot: false,
};

test("is the stored golden value: the application and the function send the same", () => {
  expect(imageRequest(facts)).toEqual({
    instanceId: "i-0123456789abcdef0",
    name: "i-0123456789abcdef0-20260301T020000Z-a5vqby6feazkrxrv",
    description: "AMIVault backup of i-0123456789abcdef0, 2026-03-01 02:00 UTC",
    noReboot: true,
    tags: [
      { key: "Name", value: "web 2026-03-01 02:00 UTC" },
      { key: "amivault:owner", value: "inst-7f3a" },
      { key: "amivault:backup", value: "iudldsok77nkpk5h" },
      { key: "amivault:attempt", value: "1" },
      { key: "amivault:instance", value: "i-0123456789abcdef0" },
      { key: "amivault:due", value: "2026-03-01T02:00:00Z" },
    ],
  });
});

test("an instance without a name is called by its id", () => {
  const [name] = imageRequest({ ...facts, instanceName: "  " }).tags;
  expect(name?.value).toBe("i-0123456789abcdef0 2026-03-01 02:00 UTC");
});

test("the moment is never cut off, however long the name is", () => {
  const [name] = imageRequest({ ...facts, instanceName: "🙂".repeat(256) }).tags;
  expect(name?.value).toMatch(/🙂 2026-03-01 02:00 UTC$/u);
});

test("a person's description is told in ASCII, which is all AWS takes", () => {
  const { description } = imageRequest({
    ...facts,
    description: `Vor dem Übergang – ${"x".repeat(300)}`,
  });
  expect(description).toMatch(/^Vor dem Ubergang \? x+$/);
  expect(description).toHaveLength(255);
});
