import { getTableName } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { SealedPlace } from "../crypto";
import {
  auditKeys,
  channels,
  credentials,
  eventbridgePlaces,
  secondFactorEnrolments,
  users,
} from "../db/schema";

/** A column whose texts the vault has sealed, each for the id of its row. */
export interface SealedColumn {
  table: SQLiteTable;
  id: AnySQLiteColumn;
  column: AnySQLiteColumn;
  /** The column's name in the code. */
  property: string;
}

/**
 * Every one there is; a test compares it with the schema. The audit log's key goes last: whoever opens
 * that one has the ring that a rotation came to its end with.
 */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  sealedColumn(credentials, "secret"),
  sealedColumn(channels, "secret"),
  sealedColumn(eventbridgePlaces, "callbackKey"),
  sealedColumn(eventbridgePlaces, "previousKey"),
  sealedColumn(users, "totpSecret"),
  sealedColumn(secondFactorEnrolments, "secret"),
  sealedColumn(auditKeys, "secret"),
];

export function placeIn({ table, column }: SealedColumn, rowId: string): SealedPlace {
  return { table: getTableName(table), column: column.name, rowId };
}

function sealedColumn<Name extends string>(
  table: SQLiteTable & { id: AnySQLiteColumn } & Record<Name, AnySQLiteColumn>,
  property: Name,
): SealedColumn {
  return { table, id: table.id, column: table[property], property };
}
