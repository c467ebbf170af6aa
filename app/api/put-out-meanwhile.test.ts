import { eq, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createChannel } from "#lib/channels/create-channel";
import * as schema from "#lib/db/schema/index";
import { createExclusionWindow } from "#lib/schedules/create-exclusion-window";
import { systemContext } from "#lib/testing/contexts";
import { createTestSession, createTestUser } from "#lib/testing/people";
import { createTwoAccountWorld } from "#lib/testing/two-account-world";
import { callRoute } from "#lib/testing/web-client";
import type { Runtime } from "#lib/runtime";
import type { Route } from "#lib/web/declare-route";
import { declarations } from "./declarations";

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** What asks for much with a body, and writes nothing. */
const READS = [
  "POST /api/discovery/rules/preview",
  "POST /api/instances/check",
  "POST /api/policies/compare",
  "POST /api/policies/preview",
  "POST /api/policies/{id}/preview",
  "POST /api/schedules/preview",
];
/** They write once AWS, or a channel, has answered: lib/auth/put-out-while-aws-answers.test.ts. */
const AFTER_ANSWERS = [
  "DELETE /api/backup/{id}",
  "DELETE /api/backups/{id}",
  "POST /api/aws-credentials",
  "POST /api/aws-credentials/{id}/validate",
  "POST /api/backups/tags",
  "POST /api/backups/{id}/removal",
  "POST /api/channels/{id}/test",
  "POST /api/discovery/protect",
  "POST /api/instances",
  "POST /api/instances/bulk/validate",
  "POST /api/instances/{id}/validate",
];

type World = Awaited<ReturnType<typeof createTwoAccountWorld>>;
let world: World;
/** By the path in front of `{id}`. */
const ids = new Map<string, string>();

beforeAll(async () => {
  world = await createTwoAccountWorld();
  const { runtime, own } = world;
  const job = systemContext(runtime);
  const url = "https://example.org/hook";
  const channel = await createChannel(job, { kind: "slack", name: "Chat", url });
  const window = await createExclusionWindow(job, {
    name: "Freeze",
    zone: "UTC",
    schedule: "0 1 * * *",
    durationMinutes: 60,
  });
  const [schedule] = await runtime.db.read.select().from(schema.schedules);
  const [policy] = await runtime.db.read.select().from(schema.retentionPolicies);
  const other = await createTestUser(runtime, { username: "somebody-else", role: "viewer" });
  const ofPaths = {
    "/api/alerts": own.alert,
    "/api/aws-credentials": own.credential,
    "/api/backup": own.backup,
    "/api/backups": own.backup,
    "/api/channels": channel.id,
    "/api/discovery/rules": own.rule,
    "/api/eventbridge": own.place,
    "/api/exclusion-windows": window.id,
    "/api/findings": own.finding,
    "/api/instances": own.instance,
    "/api/plans": own.plan,
    "/api/policies": policy?.id ?? "",
    "/api/retention/accounts": own.accountRef,
    "/api/schedules": schedule?.id ?? "",
    "/api/users": other.id,
  };
  for (const [path, id] of Object.entries(ofPaths)) ids.set(path, id);
});
afterAll(() => world.close());

const BOTH = ["ins_homely", "ins_foreign"];
/** Bodies that are right, so that nothing but the caller's end stands in the way. */
const BODIES: Readonly<Record<string, unknown>> = {
  "PATCH /api/alerts/{id}": { acknowledged: true },
  "PATCH /api/aws-credentials/{id}": { name: "other" },
  "PATCH /api/backup/{id}": { held: true },
  "PATCH /api/backup-settings": { retentionDays: 9 },
  "PATCH /api/backups/{id}": { held: true },
  "PATCH /api/channels/{id}": { enabled: false },
  "PATCH /api/discovery/rules/{id}": { name: "other" },
  "PATCH /api/exclusion-windows/{id}": { name: "other" },
  "PATCH /api/findings/{id}": { action: "ignore" },
  "PATCH /api/instances/{id}": { paused: true },
  "PATCH /api/policies/{id}": { name: "other" },
  "PATCH /api/schedules/{id}": { schedule: "0 5 * * *" },
  "PATCH /api/security-settings": { sessionIdleMinutes: 30 },
  "PATCH /api/users/{id}": { role: "admin" },
  "POST /api/alerts/bulk/acknowledge": { ids: ["alr_homely", "alr_foreign"] },
  "POST /api/backups/holds": { ids: ["bak_homely", "bak_foreign"], held: true },
  "POST /api/channels": { kind: "slack", name: "Other", url: "https://example.org/other" },
  "POST /api/discovery/ignore": { discoveredIds: ["dsc_homely"], ignored: true },
  "POST /api/discovery/rules": {
    name: "new",
    conditions: [{ key: "team", test: "exists", value: "" }],
    schedules: [],
  },
  "POST /api/eventbridge/{id}/leave": { objectId: "evo_homely" },
  "POST /api/exclusion-windows": {
    name: "other",
    zone: "UTC",
    schedule: "0 2 * * *",
    durationMinutes: 60,
  },
  "POST /api/findings": { findingIds: ["fnd_homely"], action: "ignore" },
  "POST /api/instances/bulk/backups": { ids: BOTH },
  "POST /api/instances/bulk/pause": { ids: BOTH },
  "POST /api/instances/bulk/policy": { ids: BOTH, retentionPolicyId: null },
  "POST /api/instances/bulk/remove": { ids: BOTH, backups: "keep" },
  "POST /api/instances/bulk/removal-plans": { ids: BOTH },
  "POST /api/instances/bulk/resume": { ids: BOTH },
  "POST /api/instances/bulk/scheduler": { ids: BOTH, scheduler: "local" },
  "POST /api/instances/bulk/schedules": { ids: BOTH, schedules: [{ schedule: "0 5 * * *" }] },
  "POST /api/plans": { backupIds: ["bak_homely"], mode: "image" },
  "POST /api/plans/{id}/apply": { count: 1 },
  "POST /api/plans/{id}/leave-out": { ids: ["pli_homely"] },
  "POST /api/policies": { name: "other", keepDays: 9 },
  "POST /api/policies/{id}/instances": { instanceIds: BOTH },
  "POST /api/schedules": { name: "other", schedule: "0 5 * * *" },
  "POST /api/users": { username: "new", role: "viewer" },
  "PUT /api/instances/{id}/retention": { keepDays: 9 },
};

/** An administrator's own account, signing in and reports are other things: nobody else loses by them. */
const acts = declarations.filter(
  ({ method, permission }) =>
    method !== "GET" && permission !== "public" && !permission.startsWith("account."),
);
const walked = acts.filter((route) => ![...READS, ...AFTER_ANSWERS].includes(nameOf(route)));

/** Somebody puts this administrator out while each transaction from the `from`th on waits for its turn. */
function waiting({ userId, from = 1 }: { userId: string; from?: number }) {
  const { runtime } = world;
  const seen = { writes: 0 };
  const write: Runtime["db"]["write"] = async (work) => {
    if (++seen.writes >= from) await setActive(userId, false);
    return runtime.db.write(work);
  };
  const db: Runtime["db"] = Object.create(runtime.db, { write: { value: write } });
  return { runtime: { ...runtime, db }, seen };
}
const setActive = (userId: string, active: boolean) =>
  world.runtime.db.write(async (tx) => {
    await tx.update(schema.users).set({ active }).where(eq(schema.users.id, userId));
  });

async function everyRow(): Promise<string[]> {
  const rows: string[] = [];
  for (const [name, table] of Object.entries(schema)) {
    if (!is(table, SQLiteTable)) continue;
    const all = await world.runtime.db.read.select().from(table);
    rows.push(...all.map((row) => `${name} ${JSON.stringify(row)}`));
  }
  return rows.toSorted();
}

async function administrator() {
  const user = await createTestUser(world.runtime);
  const session = await createTestSession(world.runtime, { user, kind: "api" });
  return { userId: user.id, session };
}

const answerOf = (response: Response) => response.text().then((text) => JSON.parse(text || "null"));
const paramsOf = ({ path }: Route) => ({
  id: ids.get(path.split("/{id}")[0] ?? "") ?? "",
  sessionId: "ses_other",
  tokenId: "tok_other",
});

describe("whoever is put out between admission and the write", () => {
  test.each(walked.map((route) => [nameOf(route), route] as const))(
    "%s: changes nothing, and is told",
    async (name, route) => {
      const { userId, session } = await administrator();
      const before = await everyRow();
      const { runtime, seen } = waiting({ userId });
      const response = await callRoute(runtime, route, {
        as: session,
        params: paramsOf(route),
        ...(route.body === undefined ? {} : { body: BODIES[name] ?? {} }),
      });
      const answer = await answerOf(response);
      const text = JSON.stringify(answer);
      await setActive(userId, true);
      expect(seen.writes, text).toBeGreaterThan(0);
      expect(await everyRow()).toEqual(before);
      const refused = Array.isArray(answer?.items) ? answer.items : [answer];
      for (const one of refused) {
        expect(one.error ?? one, text).toMatchObject({ code: "unauthorized" });
      }
    },
  );

  test.each([
    ["POST /api/alerts/bulk/acknowledge", { ids: ["alr_homely", "alr_foreign"] }],
    ["POST /api/backups/holds", { ids: ["bak_homely", "bak_foreign"], held: true }],
    ["POST /api/instances/bulk/schedules", { ids: BOTH, schedules: [{ schedule: "0 5 * * *" }] }],
    ["POST /api/instances/bulk/pause", { ids: BOTH }],
    // The last one, as nothing is left of its first.
    ["POST /api/instances/bulk/remove", { ids: BOTH, backups: "keep" }],
  ])("%s: what came before the end is done, what comes after it is not", async (name, body) => {
    const { userId, session } = await administrator();
    const { runtime } = waiting({ userId, from: 2 });
    const route = declarations.find((one) => nameOf(one) === name);
    if (!route) throw new Error(`There is no ${name}.`);
    const answer = await answerOf(await callRoute(runtime, route, { as: session, body }));
    expect(answer).toMatchObject({
      done: 1,
      refused: 1,
      items: [{ ok: true }, { ok: false, error: { code: "unauthorized" } }],
    });
  });

  test("every act that is not walked is known here", () => {
    const names = new Set(acts.map(nameOf));
    expect([...READS, ...AFTER_ANSWERS].filter((name) => !names.has(name))).toEqual([]);
  });
});
