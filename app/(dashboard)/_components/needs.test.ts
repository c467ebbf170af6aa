import { expect, test } from "vitest";
import type { NeedsYouDto } from "#lib/instances/dto";
import { groupNeeds } from "./needs.pure";

function need(id: string, reason: NeedsYouDto["health"]["reason"], credentialId: string | null) {
  const health = { status: "needs_you" as const, reason, action: null, text: "" };
  const where = { instanceId: "i-1", name: "", accountId: "1", region: "r" };
  return { id, ...where, health, lastEndedBackupId: null, credentialId };
}

test("instances behind one refused credential are one need, the others one each, in order", () => {
  const groups = groupNeeds([
    need("a", "last_failed", "crd_1"),
    need("b", "credential_failing", "crd_2"),
    need("c", "last_failed", "crd_1"),
    need("d", "credential_failing", "crd_2"),
    need("e", "no_credential", null),
    need("f", "no_credential", null),
  ]);
  expect(groups.map(({ instances }) => instances.map(({ id }) => id))).toEqual([
    ["a"],
    ["b", "d"],
    ["c"],
    ["e"],
    ["f"],
  ]);
});
