import {
  createTableRelationsHelpers,
  extractTablesRelationalConfig,
  type ExtractTablesWithRelations,
} from "drizzle-orm";
import { LibSQLDatabase } from "drizzle-orm/libsql/driver-core";
import type { FileReader } from "./file-reader";
import { FileSession } from "./file-session";
import type { FileWriter } from "./file-writer";
import * as schema from "./schema";
import { TextDialect } from "./text-dialect";

type Schema = typeof schema;

/** Drizzle over a connection to a database file, in place of `drizzle(client)`. */
export function fileDatabase(connection: FileReader | FileWriter): LibSQLDatabase<Schema> {
  const { tables, tableNamesMap } = extractTablesRelationalConfig<
    ExtractTablesWithRelations<Schema>
  >(schema, createTableRelationsHelpers);
  const dialect = new TextDialect();
  const config = { fullSchema: schema, schema: tables, tableNamesMap };
  const session = new FileSession<Schema, typeof tables>(connection, dialect, config);
  return new LibSQLDatabase("async", dialect, session, config);
}
