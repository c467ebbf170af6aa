import type { Client } from "@libsql/client";
import { migrate } from "drizzle-orm/libsql/migrator";
import { drizzle } from "drizzle-orm/libsql/sqlite3";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { PreconditionFailedError } from "../errors";
import { makeClient } from "./make-client";

export interface MigrateOptions {
  url: string;
  authToken?: string | undefined;
  /** Folder with drizzle-kit's SQL files and journal. */
  folder: string;
}

/** Brings the database to this version's schema; run in one place (launcher or `migrate`). */
export async function migrateDatabase(options: MigrateOptions): Promise<void> {
  const client = await makeClient({
    url: options.url,
    authToken: options.authToken,
    timeout: 5_000,
  });
  try {
    if (options.url.startsWith("file:")) await client.execute("PRAGMA journal_mode = WAL");
    await migrate(drizzle(client), { migrationsFolder: options.folder });
  } finally {
    client.close();
  }
}

/** Web and worker only verify: a schema older or newer than this version is refused. */
export async function verifySchema(options: MigrateOptions): Promise<void> {
  const wanted = readMigrationFiles({ migrationsFolder: options.folder }).at(-1);
  const client = await makeClient({
    url: options.url,
    authToken: options.authToken,
    timeout: 5_000,
  });
  try {
    const applied = await lastApplied(client);
    if (wanted && applied !== wanted.folderMillis) {
      throw new PreconditionFailedError(
        "The database's schema is not the one this version needs.",
        { suggestion: "Run `npm run db:migrate` with the same version and start again." },
      );
    }
  } finally {
    client.close();
  }
}

async function lastApplied(client: Client): Promise<number | null> {
  const table = await client.execute(
    "select 1 from sqlite_master where type = 'table' and name = '__drizzle_migrations'",
  );
  if (table.rows.length === 0) return null;
  const last = await client.execute("select max(created_at) as at from __drizzle_migrations");
  const at = last.rows[0]?.["at"];
  return at === null || at === undefined ? null : Number(at);
}
