import { like } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "../clock";
import { accounts, backups, backupTags, instances, occurrences, scheduleLinks } from "../db/schema";
import { BACKUP_KINDS, BACKUP_STATUSES } from "../db/schema/constants";
import { createTestRuntime, type TestRuntime } from "../testing/create-test-runtime";
import { userContext } from "../testing/contexts";
import { explainReads } from "../testing/explain-reads";
import { createFleet } from "../testing/fleet";
import { inChunks } from "../aws/ec2/filter-value.pure";
import { listBackups } from "./list-backups";
import type { ListBackupsInput } from "./schemas";

type Row = typeof backups.$inferInsert;

let runtime: TestRuntime;
let rows: Row[];
let instanceIds: string[];
let scheduleId: string;
let accountOf: Map<string, string>;
let nameOf: Map<string, string>;

const START = Date.parse("2026-01-01T00:00:00Z");
const FAR = "eu-west-1";
/** Rows that are looked for by their id. */
const EXACT = [5, 6, 700];

/** Sixty instances in three accounts, forty backups each, of all kinds and statuses. */
beforeAll(async () => {
  runtime = await createTestRuntime();
  await createFleet(runtime, {
    accounts: ["acc_1", "acc_2", "acc_3"],
    instances: 20,
    schedules: [{ schedule: "0 2 * * *" }],
  });
  const { read } = runtime.db;
  await runtime.db.write((tx) =>
    tx.update(instances).set({ region: FAR }).where(like(instances.id, "%5")),
  );
  const fleet = await read.select().from(instances);
  instanceIds = fleet.map(({ id }) => id);
  nameOf = new Map(fleet.map(({ id, name }) => [id, name]));
  accountOf = new Map(
    (await read.select().from(accounts)).map(({ id, accountId }) => [id, accountId]),
  );
  rows = fleet.flatMap((instance, index) =>
    Array.from({ length: 40 }, (_, number) => toRow(instance, index * 40 + number)),
  );
  const links = await read.select().from(scheduleLinks);
  scheduleId = links[0]?.scheduleId ?? "";
  const linkOf = new Map(links.map((link) => [link.instanceRef, link.id]));
  await insert(rows);
  await runtime.db.write(async (tx) => {
    for (const row of rows.filter(isOfSchedule)) {
      await tx.insert(occurrences).values({
        id: `occ_${row.id}`,
        linkId: linkOf.get(row.instanceRef) ?? "",
        instanceRef: row.instanceRef,
        dueAt: START + numberOf(row),
        backupId: row.id,
        createdAt: START,
      });
    }
    for (const row of rows.filter(hasTag)) {
      const tag = { backupId: row.id, key: "env", value: "prod", dueAt: row.dueAt, setAt: START };
      await tx.insert(backupTags).values(tag);
    }
  });
});

afterAll(() => runtime.close());

function toRow(instance: typeof instances.$inferSelect, n: number): Row {
  const dueAt = START + Math.floor(n / 3) * 7 * MINUTE;
  return {
    id: `bak_${String((n * 7_919) % 100_003).padStart(6, "0")}`,
    key: `key-${n}`,
    instanceRef: instance.id,
    accountRef: instance.accountRef,
    region: instance.region,
    instanceId: instance.instanceId,
    kind: BACKUP_KINDS[n % 7 === 0 ? 1 : n % 11 === 0 ? 2 : 0] ?? "scheduled",
    dueAt,
    status: BACKUP_STATUSES[(n * 5) % BACKUP_STATUSES.length] ?? "available",
    startWindowEndsAt: dueAt,
    heldAt: n % 13 === 0 ? dueAt : null,
    imageId: `ami-${n.toString(16).padStart(17, "0")}`,
    createdAt: dueAt,
    updatedAt: dueAt,
  };
}

const numberOf = (row: Row) => Number(row.key.slice(4));
const isOfSchedule = (row: Row) => numberOf(row) % 2 === 0;
const hasTag = (row: Row) => numberOf(row) % 17 === 0;

async function insert(all: readonly Row[]): Promise<void> {
  for (const chunk of inChunks(all, 400)) {
    await runtime.db.write((tx) => tx.insert(backups).values([...chunk]));
  }
}

const viewer = (scope: "all" | readonly string[] = "all") =>
  userContext(runtime, "viewer", { accounts: scope });

async function walk(
  input: ListBackupsInput,
  { scope = "all", pages = 1_000 }: { scope?: "all" | readonly string[]; pages?: number } = {},
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const { items, nextCursor } = await listBackups(viewer(scope), { ...input, cursor });
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
  }
  throw new Error("The list has no end.");
}

function expected(input: ListBackupsInput, scope: "all" | readonly string[]): string[] {
  const words = (text: string | undefined) => text?.split(",") ?? null;
  const statuses = words(input.status) ?? BACKUP_STATUSES.filter((status) => status !== "expected");
  const kinds = words(input.kind);
  const fits = (row: Row) =>
    (scope === "all" || scope.includes(row.accountRef)) &&
    statuses.includes(row.status) &&
    (kinds === null || kinds.includes(row.kind)) &&
    (input.instance === undefined || row.instanceRef === input.instance) &&
    (input.account === undefined || accountOf.get(row.accountRef) === input.account) &&
    (input.region === undefined || row.region === input.region) &&
    (input.schedule === undefined || isOfSchedule(row)) &&
    (input.held === undefined || (row.heldAt !== null) === (input.held === "true")) &&
    (input.tag === undefined || hasTag(row)) &&
    (input.from === undefined || row.dueAt >= Date.parse(input.from)) &&
    (input.to === undefined || row.dueAt < Date.parse(input.to) + DAY) &&
    (input.search === undefined ||
      row.id === input.search ||
      row.instanceId.includes(input.search) ||
      nameOf.get(row.instanceRef)?.includes(input.search) === true);
  return rows
    .filter(fits)
    .toSorted((a, b) => b.dueAt - a.dueAt || (a.id < b.id ? 1 : -1))
    .map(({ id }) => id);
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const filters = () =>
  fc.record({
    status: maybe(fc.subarray([...BACKUP_STATUSES], { minLength: 1, maxLength: 4 }).map(String)),
    kind: maybe(fc.subarray([...BACKUP_KINDS], { minLength: 1 }).map(String)),
    instance: maybe(fc.constantFrom(...instanceIds)),
    account: maybe(fc.constantFrom(...accountOf.values(), "999999999999")),
    region: maybe(fc.constantFrom("eu-central-1", FAR, "us-east-1")),
    schedule: maybe(fc.constant(scheduleId)),
    held: maybe(fc.constantFrom("true", "false")),
    tag: maybe(fc.constantFrom("env", "env=prod")),
    from: maybe(fc.constantFrom("2026-01-01", "2026-01-03")),
    to: maybe(fc.constantFrom("2026-01-02", "2026-01-04")),
    search: maybe(
      fc.constantFrom("i-", "1", "nothing is called this", ...EXACT.map((n) => rows[n]?.id ?? "")),
    ),
    limit: fc.constantFrom(7, 50, 200),
  });

describe("listBackups", () => {
  it("shows each backup that fits any combination of filters once, newest first", async () => {
    const scopes = fc.constantFrom<"all" | string[]>("all", ["acc_1"], ["acc_1", "acc_2"], []);
    await fc.assert(
      fc.asyncProperty(filters(), scopes, async (input, scope) => {
        const found = await walk(input, { scope });
        expect(found).toEqual(expected(input, scope));
      }),
      { numRuns: 250 },
    );
  });

  it("enters an index for every combination of filters, and sorts nothing", async () => {
    await fc.assert(
      fc.asyncProperty(filters(), async (input) => {
        const plans = await explainReads(runtime, () => listBackups(viewer(), input));
        const bad = plans.filter(
          (line) =>
            /TEMP B-TREE/.test(line) ||
            // A partial index of the list's own is walked whole only as far as the bound.
            (/^SCAN (backups|backup_tags|occurrences)/.test(line) &&
              !/USING (COVERING )?INDEX backups_(due|held_due)/.test(line)),
        );
        expect(bad).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what is rare among very many", () => {
  beforeAll(async () => {
    const [model] = rows;
    if (!model) throw new Error("There is a first row.");
    const crowd = Array.from({ length: 14_000 }, (_, n): Row => {
      const dueAt = START + 300 * DAY + n * MINUTE;
      const id = `bak_crowd${String(n).padStart(6, "0")}`;
      const crowded = { kind: "scheduled", status: "available", heldAt: null } as const;
      return { ...model, ...crowded, id, key: `crowd-${n}`, dueAt, reboot: n === 5 };
    });
    await insert(crowd);
  });

  it("is searched for in parts, and the page says how far it came", async () => {
    const input = { held: "false", status: "failed,available", tag: undefined, kind: "scheduled" };
    expect((await listBackups(viewer(), { ...input, limit: 200 })).searchedTo).toBeNull();
    const rare = { instance: rows[0]?.instanceRef, status: "failed" };
    const first = await listBackups(viewer(), rare);
    expect(first.items).toEqual([]);
    expect(first.searchedTo).toBe(new Date(START + 300 * DAY + 2_000 * MINUTE).toISOString());
    expect(first.nextCursor).not.toBeNull();
    expect(await walk(rare, { pages: 3 })).toEqual(expected(rare, "all"));
  });
});
