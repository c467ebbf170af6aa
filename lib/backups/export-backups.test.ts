import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { backups, instances } from "../db/schema";
import { UnauthorizedError } from "../errors";
import { anonymousContext, userContext } from "../testing/contexts";
import { createRemovalWorld, type RemovalWorld } from "../testing/removal-world";
import { exportBackups } from "./export-backups";
import type { ExportBackupsInput } from "./schemas";
import { tagBackups } from "./tag-backups";

let world: RemovalWorld;
const FORMULA = `=HYPERLINK("http://example.invalid","x")`;

/** More than two pages of rows, of an instance whose name is a formula. */
beforeAll(async () => {
  world = await createRemovalWorld({ instances: 2, accounts: 2 });
  const [first] = world.fleet;
  await world.runtime.db.write(async (tx) => {
    await tx
      .update(instances)
      .set({ name: FORMULA })
      .where(eq(instances.id, first?.id ?? ""));
    const [model] = await tx.select().from(backups).limit(1);
    if (!model) throw new Error("There is a backup.");
    const more = Array.from({ length: 410 }, (_, n) => {
      const one = { id: `bak_more${String(n).padStart(4, "0")}`, key: `more-${n}`, imageId: null };
      return { ...model, ...one, dueAt: model.dueAt - n, status: "missed" as const };
    });
    for (let from = 0; from < more.length; from += 100) {
      await tx.insert(backups).values(more.slice(from, from + 100));
    }
  });
});

afterAll(() => world.close());

async function linesOf(input: ExportBackupsInput, ctx = world.operator): Promise<string[]> {
  const text = await new Response(exportBackups(ctx, input)).text();
  return text.trimEnd().split("\r\n");
}

it("has every row that the filters match once, over pages, under one header", async () => {
  const all = await linesOf({});
  expect(all).toHaveLength(1 + 8 + 410);
  expect(new Set(all.map((line) => line.split(",")[0])).size).toBe(all.length);
  expect(all[0]).toMatch(/^"id","status","kind","instanceName"/);
  expect(await linesOf({ status: "missed" })).toHaveLength(1 + 410);
  expect(await linesOf({ status: "gone" })).toHaveLength(1);
});

it("lets no spreadsheet take a name or a tag for a formula", async () => {
  const ids = [world.at(0).id];
  await tagBackups(world.operator, { ids, set: { key: "=cmd|'x'!A1", value: "1" } });
  const all = await linesOf({ instance: world.fleet[0]?.id });
  expect(all[1]).toContain(`"'=HYPERLINK(""http://example.invalid"",""x"")"`);
  expect(all.join()).toContain(`,"{""=cmd|'x'!A1"":""1""}"`);
  expect(all.some((line) => /(^|,)"?[=+@-]/.test(line))).toBe(false);
});

it("shows nothing of accounts out of sight, and nothing to nobody", async () => {
  const accounts = [world.fleet[1]?.accountRef ?? ""];
  const half = userContext(world.runtime, "viewer", { accounts });
  expect(await linesOf({}, half)).toHaveLength(1 + 4);
  expect(() => exportBackups(anonymousContext(world.runtime))).toThrow(UnauthorizedError);
});
