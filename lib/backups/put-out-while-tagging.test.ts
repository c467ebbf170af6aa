import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Aws } from "../aws/aws";
import type { Ec2 } from "../aws/ec2/ec2";
import type { Context } from "../context";
import { addCredential } from "../credentials/add-credential";
import { auditEntries, users } from "../db/schema";
import { ConflictError } from "../errors";
import type { Runtime } from "../runtime";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { tagBackups } from "./tag-backups";
import { listTags } from "./tags.repo";

/** More than one write takes. */
const IMAGES = 60;
let world: RemovalWorld;

beforeEach(async () => {
  world = await createRemovalWorld({ backups: IMAGES });
  const [instance] = world.fleet;
  if (!instance) throw new Error("A world has an instance.");
  const { accountId, region } = instance;
  const { accessKeyId, secretAccessKey } = await world.sim.control.createKey({ accountId });
  const keys = { kind: "access_key", accessKeyId, secretAccessKey } as const;
  await addCredential(world.admin, { ...keys, name: "other", region });
});
afterEach(() => world.close());

const ids = () => world.old.map(({ id }) => id);
const tag = (ctx: Context) => tagBackups(ctx, { ids: ids(), set: { key: "team", value: "web" } });
const putOut = () =>
  world.runtime.db.write(async (tx) => {
    await tx.update(users).set({ active: false });
  });

/** The operator, with what happens before each write, and how often a credential is opened. */
function watched(of: {
  beforeWrite?: (nth: number) => Promise<unknown>;
  ec2?: (ec2: Ec2) => Ec2;
}): { ctx: Context; opened: () => number } {
  const { runtime, operator } = world;
  const { beforeWrite, ec2: around = (ec2) => ec2 } = of;
  const seen = { writes: 0, opened: 0 };
  const write: Runtime["db"]["write"] = async (work) => {
    await beforeWrite?.(++seen.writes);
    return runtime.db.write(work);
  };
  const open: Aws["ec2"] = async (target) => {
    seen.opened++;
    return around(await runtime.aws.ec2(target));
  };
  const db: Runtime["db"] = Object.create(runtime.db, { write: { value: write } });
  const aws: Aws = Object.create(runtime.aws, { ec2: { value: open } });
  const ctx = { ...operator, runtime: { ...runtime, db, aws } };
  return { ctx, opened: () => seen.opened };
}

async function actions(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const rows = await world.runtime.db.read
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetType, "backup"));
  for (const { action } of rows) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

async function tagged(): Promise<number> {
  const { items } = await world.sim.control.images({ limit: 1_000 });
  const rows = await listTags(world.runtime.db.read, ids());
  return items.filter(({ tags }) => tags["team"] !== undefined).length + rows.size;
}

const refused = (code: string) => ({
  done: 0,
  refused: IMAGES,
  items: Array.from({ length: IMAGES }, () => ({ ok: false, error: { code } })),
});

test("put out between two writes: another credential of the account sends nothing", async () => {
  const { ctx, opened } = watched({ beforeWrite: async (nth) => nth === 2 && putOut() });
  expect(await tag(ctx)).toMatchObject(refused("unauthorized"));
  expect(await world.calls("CreateTags")).toBe(0);
  expect(opened()).toBe(1);
  expect(await tagged()).toBe(0);
  // Of what was written down each is taken back.
  expect(await actions()).toEqual({ "backup.tag": 50, "backup.tag_refused": 50 });
});

test("put out while AWS refuses one credential: the next one sends nothing", async () => {
  await world.sim.control.addFault({
    scope: { action: "CreateTags" },
    effect: { kind: "error", code: "UnauthorizedOperation", httpStatus: 403 },
  });
  const around = (ec2: Ec2): Ec2 => {
    const createTags: Ec2["createTags"] = async (...given) => {
      await putOut();
      return ec2.createTags(...given);
    };
    return Object.create(ec2, { createTags: { value: createTags } });
  };
  expect(await tag(watched({ ec2: around }).ctx)).toMatchObject(refused("unauthorized"));
  expect(await world.calls("CreateTags")).toBe(1);
  expect(await tagged()).toBe(0);
});

test("what one credential wrote down in part is written down whole before the next one sends it", async () => {
  let failures = 0;
  const { ctx } = watched({
    beforeWrite: async (nth) => {
      if (nth !== 2) return;
      failures++;
      throw new ConflictError("It changed in the meantime.");
    },
  });
  expect(await tag(ctx)).toMatchObject({ done: IMAGES, refused: 0 });
  expect(failures).toBe(1);
  expect(await actions()).toEqual({ "backup.tag": IMAGES });
});
