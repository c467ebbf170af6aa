import { expect, test } from "vitest";
import type { AlertDto } from "#lib/alerts/dto";
import type { NeedsYouDto } from "#lib/instances/dto";
import { mergeNeeds, type Need } from "./needs.pure";

function instance(
  id: string,
  reason: NeedsYouDto["health"]["reason"],
  credentialId: string | null = null,
): NeedsYouDto {
  const health = { status: "needs_you" as const, reason, action: null, text: "" };
  const where = { instanceId: "i-1", name: "", accountId: "1", region: "r" };
  return { id, ...where, health, lastEndedBackupId: null, credentialId, rebootOnBackup: false };
}

function alert(id: string, more: Partial<AlertDto> = {}): AlertDto {
  return {
    id,
    kind: "backups.failed",
    severity: "warning",
    status: "open",
    accountRef: null,
    accountId: null,
    title: id,
    message: "",
    suggestion: null,
    link: null,
    memberCount: 0,
    openedAt: "2026-02-01T00:00:00.000Z",
    lastSeenAt: "2026-02-01T00:00:00.000Z",
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    closedReason: null,
    escalateAt: null,
    mayBeAcknowledged: true,
    ...more,
  };
}

const shapes = (needs: readonly Need[]) =>
  needs.map((need) => [
    need.type === "alert" ? need.alert.id : need.type === "unprotected" ? need.count : null,
    need.instances.map(({ id }) => id),
  ]);

test("an instance that an alert tells of stands with the alert, and nowhere else", () => {
  const needs = mergeNeeds({
    alerts: [alert("A")],
    instances: [instance("a", "last_failed"), instance("b", "no_schedule")],
    unprotected: 0,
    alertOf: new Map([["a", "A"]]),
  });
  expect(shapes(needs)).toEqual([
    ["A", ["a"]],
    [null, ["b"]],
  ]);
});

test("one whose alert is not among those shown stands by itself", () => {
  const needs = mergeNeeds({
    alerts: [],
    instances: [instance("a", "last_failed")],
    unprotected: 0,
    alertOf: new Map([["a", "A"]]),
  });
  expect(shapes(needs)).toEqual([[null, ["a"]]]);
});

test("a cause that has an alert takes those that no run has failed yet", () => {
  const needs = mergeNeeds({
    alerts: [
      alert("C", { kind: "credentials.failing", severity: "critical", link: "/credentials/crd_1" }),
      alert("S", { kind: "scheduler.silent", severity: "critical", link: "/settings" }),
    ],
    instances: [
      instance("a", "overdue"),
      instance("b", "credential_failing", "crd_1"),
      instance("c", "credential_failing", "crd_2"),
    ],
    unprotected: 0,
    alertOf: new Map(),
  });
  expect(shapes(needs)).toEqual([
    ["C", ["b"]],
    ["S", ["a"]],
    [null, ["c"]],
  ]);
});

test("grave first, then failing backups, then unprotected instances; what is looked after last", () => {
  const needs = mergeNeeds({
    alerts: [
      alert("orphans", { kind: "reconcile.orphans" }),
      alert("failing"),
      alert("grave", { kind: "reconcile.damaged", severity: "critical" }),
      alert("seen", { status: "acknowledged", severity: "critical" }),
      alert("more", {
        status: "acknowledged",
        severity: "critical",
        escalateAt: "2026-02-01T01:00:00.000Z",
      }),
    ],
    instances: [instance("a", "last_failed"), instance("b", "no_schedule")],
    unprotected: 0,
    alertOf: new Map([["a", "failing"]]),
  });
  expect(shapes(needs).map(([id]) => id)).toEqual([
    "grave",
    "more",
    "failing",
    null,
    "orphans",
    "seen",
  ]);
});

test("instances behind one refused credential are one need, the others one each, in order", () => {
  const needs = mergeNeeds({
    alerts: [],
    instances: [
      instance("a", "last_failed", "crd_1"),
      instance("b", "credential_failing", "crd_2"),
      instance("c", "last_failed", "crd_1"),
      instance("d", "credential_failing", "crd_2"),
      instance("e", "no_credential"),
      instance("f", "no_credential"),
    ],
    unprotected: 0,
    alertOf: new Map(),
  });
  expect(shapes(needs).map(([, ids]) => ids)).toEqual([["a"], ["b", "d"], ["c"], ["e"], ["f"]]);
});

test("what nobody backs up comes after what fails, and before what can wait", () => {
  const needs = mergeNeeds({
    alerts: [alert("orphans", { kind: "reconcile.orphans" }), alert("failing")],
    instances: [instance("a", "last_failed"), instance("b", "no_schedule")],
    unprotected: 12,
    alertOf: new Map([["a", "failing"]]),
  });
  expect(shapes(needs).map(([id]) => id)).toEqual(["failing", null, 12, "orphans"]);
});
