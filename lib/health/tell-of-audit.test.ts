import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptRestore } from "../audit/accept-restore";
import { streamHeadFiles } from "../audit/heads-file";
import type { AuditHead } from "../audit/heads.pure";
import { DAY, HOUR, MINUTE, SECOND } from "../clock";
import { alerts } from "../db/schema";
import { createAlertWorld, type AlertWorld } from "../testing/alert-world";
import { addEntries, makeChain, tamperWith } from "../testing/audit-world";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { watchAudit } from "./watch-audit";

let world: AlertWorld;
let runtime: TestRuntime;
beforeEach(async () => {
  world = await createAlertWorld();
  runtime = world.runtime;
  await world.addHook("hook");
  // With the channel's own entry the last one is 31.
  await makeChain(runtime, { entries: 30 });
  await minute();
});
afterEach(() => world.close());

/** A look, and what is due then is sent. */
async function minute(of = runtime): Promise<void> {
  runtime.clock.advance(MINUTE);
  of.clock.advance(runtime.clock.now() - of.clock.now());
  await watchAudit(of);
  await world.deliverAfter(5 * SECOND);
}

async function hours(count: number): Promise<void> {
  for (let done = 0; done < count * 12; done++) {
    await minute();
    await world.deliverAfter(4 * MINUTE - 5 * SECOND);
  }
}

const tamper = (...statements: string[]) => tamperWith(runtime, ...statements);

async function accept(by: string) {
  const heads: AuditHead[] = [];
  for await (const head of streamHeadFiles(runtime.folder)) heads.push(head);
  return acceptRestore(runtime, { heads, by });
}

const told = () =>
  world.receiver.received.map(({ body }) => {
    const { event, alert } = JSON.parse(body);
    return `${alert.kind} ${event}`;
  });
const lastBody = () => JSON.parse(world.receiver.received.at(-1)?.body ?? "").alert;

describe("a restore that was accepted", () => {
  test("is told to channels though the cut was never seen: who, when and how many", async () => {
    await tamper("delete from audit_entries where seq > 20");
    await accept("mallory");
    await minute();
    expect(told()).toEqual(["audit.restored opened"]);
    expect(lastBody()).toMatchObject({ severity: "critical", memberCount: 1 });
    expect(lastBody().message).toMatch(
      /^mallory gave up 11 entries of the audit log, from number 21 on, at 20/,
    );
    expect(await world.alert("audit/restored")).toMatchObject({ status: "open", link: "/audit" });
  });

  test("is told once, whoever looks and however often", async () => {
    await tamper("delete from audit_entries where seq > 20");
    await accept("mallory");
    await minute();
    await minute();
    await world.acknowledge("audit/restored");
    await minute();
    const closed = await world.alert("audit/restored");
    expect(closed).toMatchObject({
      status: "closed",
      closedReason: expect.stringMatching(/^ada /),
    });
    const restarted = await createTestRuntime({ folder: runtime.folder, seed: "again" });
    await minute(restarted);
    runtime.clock.advance(DAY);
    await minute();
    await minute(restarted);
    expect(told()).toEqual(["audit.restored opened", "audit.restored closed"]);
    expect(await runtime.db.read.$count(alerts)).toBe(1);
    await restarted.close();
  });

  test("is told again where it is another one, under the same number too", async () => {
    await tamper("delete from audit_entries where seq > 20");
    await accept("ann");
    await minute();
    await world.acknowledge("audit/restored");
    await minute();
    await tamper("delete from audit_entries where seq > 20");
    await accept("mallory");
    await minute();
    expect(told().at(-1)).toBe("audit.restored opened");
    expect(lastBody().message).toContain("mallory gave up");
  });

  test("joins the open alert of an earlier one, which is told again within the hour", async () => {
    await tamper("delete from audit_entries where seq > 20");
    await accept("ann");
    await minute();
    await tamper("delete from audit_entries where seq > 10");
    await accept("mallory");
    await minute();
    await world.deliverAfter(15 * MINUTE);
    await world.deliverAfter(HOUR);
    expect(told()).toContain("audit.restored repeated");
    expect(lastBody()).toMatchObject({ memberCount: 2 });
  });
});

describe("an open alert that the chain is not whole", () => {
  beforeEach(async () => {
    await tamper("update audit_entries set actor_name = 'eve' where seq = 12");
    runtime.clock.advance(DAY);
    await minute();
    await world.deliverAfter(15 * MINUTE);
  });

  test("is told again within the hour where more is wrong, and not for the same each minute", async () => {
    await hours(3);
    expect(told()).toEqual(["audit.broken opened"]);
    await tamper("update audit_entries set actor_name = 'eve' where seq = 20");
    await hours(3);
    expect(told()).toEqual(["audit.broken opened", "audit.broken repeated"]);
    expect(lastBody().members.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringMatching(/^Entry 12 /),
      expect.stringMatching(/^Entry 20 /),
    ]);
  });

  test("is told again where something else is wrong instead, and no longer counts what was mended", async () => {
    await tamper("update audit_entries set actor_name = 'user-0' where seq = 12");
    await tamper("update audit_entries set actor_name = 'eve' where seq = 20");
    await hours(3);
    expect(told()).toEqual(["audit.broken opened", "audit.broken repeated"]);
    expect(lastBody()).toMatchObject({ memberCount: 1 });
  });

  test("is opened again by further tampering though somebody had acknowledged it", async () => {
    await world.acknowledge("audit/chain");
    await tamper("delete from audit_entries where seq > 25");
    await hours(3);
    expect(told()).toEqual(["audit.broken opened", "audit.broken repeated"]);
    expect(await world.alert("audit/chain")).toMatchObject({ status: "open", memberCount: 2 });
  });

  test("is told again of a cut that went further, not of entries that are written behind one", async () => {
    await tamper("delete from audit_entries where seq > 28");
    await hours(2);
    expect(told()).toEqual(["audit.broken opened", "audit.broken repeated"]);
    await addEntries(runtime, 1);
    await hours(2);
    expect(told()).toHaveLength(2);
    await tamper("delete from audit_entries where seq > 25");
    await hours(2);
    expect(told().slice(2)).toEqual(["audit.broken repeated"]);
  });
});

test("a disk that takes no head is told once, as is its end", async () => {
  const folder = path.join(runtime.folder, "audit-heads");
  renameSync(folder, `${folder}-away`);
  writeFileSync(folder, "");
  for (let done = 0; done < 12; done++) await minute();
  expect(told()).toEqual(["audit.broken opened"]);
  rmSync(folder);
  renameSync(`${folder}-away`, folder);
  for (let done = 0; done < 12; done++) await minute();
  expect(told()).toEqual(["audit.broken opened", "audit.broken closed"]);
});

test("an alert is not closed by a process that looked at the whole before somebody edited it", async () => {
  runtime.clock.advance(DAY / 2);
  const other = await createTestRuntime({ folder: runtime.folder, seed: "other" });
  await minute(other);
  await tamper("update audit_entries set actor_name = 'eve' where seq = 12");
  runtime.clock.advance(DAY / 2);
  await minute();
  await minute(other);
  await minute(other);
  expect(await world.alert("audit/chain")).toMatchObject({ status: "open", closedAt: null });
  await other.close();
});
