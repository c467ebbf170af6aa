import { sql } from "drizzle-orm";
import type { Runtime } from "#lib/runtime";
import type { Random } from "../../retention/random";

const SAMPLE = 25;

/** Ids of records of every kind, and a choice of the kind that a name speaks of. */
export async function sampleIds(
  { db }: Runtime,
  random: Random,
): Promise<(hint: string) => string> {
  const tables = await db.read.all<{ name: string }>(
    sql`select m.name as name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'id' where m.type = 'table' and m.name not like 'sqlite%'`,
  );
  const byTable = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await db.read.all<{ id: unknown }>(
      sql`select id from ${sql.identifier(name)} order by random() limit ${SAMPLE}`,
    );
    if (rows.length > 0)
      byTable.set(
        name,
        rows.map(({ id }) => String(id)),
      );
  }
  const all = [...byTable.values()].flat();
  return (hint) => {
    if (random.chance(0.1))
      return random.pick(["unknown", "ins_00000000000000000000000000", "123456789012"]);
    const words = hint.toLowerCase();
    const fitting = [...byTable].filter(([table]) => words.includes(stemOf(table)));
    return random.pick(fitting.length > 0 ? random.pick(fitting)[1] : all);
  };
}

/** `retention_policies` → `polic`, `instances` → `instanc`: found in `policyId` and in addresses. */
function stemOf(table: string): string {
  const last = table.split("_").at(-1) ?? table;
  return last.replace(/(?:ies|es|s)$/, "").slice(0, 7);
}
