import { and, eq, getTableColumns, sql, type Param } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { backups } from "../db/schema";
import type { Tx } from "../db/tx";
import { given, valuesTable } from "../db/values-table";
import type { BackupPatch, BackupRow } from "./backup-row";

export type BackupColumns = BackupPatch & Partial<Pick<BackupRow, "status" | "updatedAt">>;

export interface OneUpdate {
  /** As it was read: status, attempt and lease must still be these. */
  backup: Pick<BackupRow, "id" | "status" | "attemptNumber" | "leaseToken">;
  columns: BackupColumns;
}

/**
 * Each with values of its own, in as few statements as there are sets of columns; answers with the
 * rows, by id, that it was not too late for. No backup may be in it twice.
 */
export async function updateEach(
  tx: Tx,
  updates: readonly OneUpdate[],
): Promise<Map<string, BackupRow>> {
  const groups = new Map<string, OneUpdate[]>();
  for (const update of updates) {
    const key = namesOf(update).join();
    groups.set(key, [...(groups.get(key) ?? []), update]);
  }
  const updated = new Map<string, BackupRow>();
  for (const group of groups.values()) {
    for (const row of await updateGroup(tx, group)) updated.set(row.id, row);
  }
  return updated;
}

const COLUMNS: Readonly<Record<string, SQLiteColumn>> = getTableColumns(backups);
/** Compared, before the values that are set. */
const COMPARED = ["id", "status", "attemptNumber", "leaseToken"] as const;

async function updateGroup(tx: Tx, group: readonly OneUpdate[]): Promise<BackupRow[]> {
  const [first] = group;
  if (!first) return [];
  const names = namesOf(first);
  const rows = group.map(({ backup, columns }) => [
    ...COMPARED.map((name) => param(name, backup[name])),
    ...names.map((name) => param(name, Reflect.get(columns, name))),
  ]);
  const set = names.map((name, index) => [name, given(COMPARED.length + index + 1)]);
  return tx
    .update(backups)
    .set(Object.fromEntries(set))
    .from(valuesTable(rows))
    .where(
      and(
        eq(backups.id, given(1)),
        eq(backups.status, given(2)),
        eq(backups.attemptNumber, given(3)),
        sql`${backups.leaseToken} is ${given(4)}`,
      ),
    )
    .returning();
}

function namesOf({ columns }: OneUpdate): string[] {
  const set = Object.entries(columns).filter(([, value]) => value !== undefined);
  return set.map(([name]) => name).toSorted();
}

/** As the column stores it. */
function param(name: string, value: unknown): Param {
  const column = COLUMNS[name];
  if (!column) throw new Error(`There is no column ${name}.`);
  return sql.param(value ?? null, column);
}
