import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { FileReader } from "../db/file-reader";
import { PreconditionFailedError } from "../errors";

const Text = z.union([z.string(), z.number()]).transform(String);
const MaybeText = Text.nullish().transform((text) => text ?? null);
const MaybeNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
/** SQLite has no boolean of its own. */
const Flag = z
  .union([z.number(), z.boolean()])
  .nullish()
  .transform((flag) => flag !== 0 && flag !== false);
/** SQLAlchemy writes UTC without saying so: `2026-02-01 02:00:00.123456`. */
const Instant = MaybeText.transform((text) => {
  if (text === null) return null;
  const iso = `${text.trim().replace(" ", "T").slice(0, 23)}`;
  const at = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${iso}Z`);
  return Number.isNaN(at) ? null : at;
});

/** The tables of the original application, by the columns that are read. */
const TABLES = {
  users: z.object({
    username: Text,
    password_hash: Text,
    email: MaybeText,
    is_active: Flag,
    created_at: Instant,
    two_factor_enabled: Flag.optional(),
  }),
  aws_credentials: z.object({
    name: Text,
    access_key: Text,
    secret_key: Text,
    region: Text,
  }),
  instances: z.object({
    instance_id: Text,
    instance_name: MaybeText,
    access_key: MaybeText,
    secret_key: MaybeText,
    region: Text,
    backup_frequency: MaybeText,
    retention_days: MaybeNumber,
    is_active: Flag,
    scheduler_type: MaybeText,
    created_at: Instant,
  }),
  backups: z.object({
    id: Text,
    instance_id: Text,
    ami_id: MaybeText,
    ami_name: MaybeText,
    status: MaybeText,
    timestamp: Instant,
    created_at: Instant,
    completed_at: Instant,
    error_message: MaybeText,
    region: MaybeText,
  }),
} as const;

type TableName = keyof typeof TABLES;
export type OriginalRow<Name extends TableName> = z.output<(typeof TABLES)[Name]>;
export type Original = { [Name in TableName]: Array<OriginalRow<Name>> } & {
  /** Rows and tables that could not be read, in words without their values. */
  unread: string[];
};

/** Columns without which a row means nothing. */
const NEEDED: Readonly<Record<TableName, readonly string[]>> = {
  users: ["username", "password_hash"],
  aws_credentials: ["name", "access_key", "secret_key", "region"],
  instances: ["instance_id", "region"],
  backups: ["id", "instance_id"],
};

/** Reads the original application's SQLite file and changes nothing in it. */
export async function readOriginal(file: string): Promise<Original> {
  if (!existsSync(file)) {
    throw new PreconditionFailedError(`There is no file ${file}.`, {
      suggestion: "Name the original application's database, usually instance/database.db.",
    });
  }
  const reader = new FileReader(pathToFileURL(path.resolve(file)).href);
  try {
    return await readTables((sql) => reader.execute(sql));
  } catch (error) {
    if (error instanceof PreconditionFailedError) throw error;
    throw new PreconditionFailedError(`${file} cannot be read as an SQLite database.`, {
      suggestion: "Copy it while the original application is stopped, then try again.",
      cause: error,
    });
  } finally {
    reader.close();
  }
}

type Execute = FileReader["execute"];

async function readTables(execute: Execute): Promise<Original> {
  const original: Original = {
    users: [],
    aws_credentials: [],
    instances: [],
    backups: [],
    unread: [],
  };
  const { rows } = await execute("select name from sqlite_master where type = 'table'");
  const names = new Set(Array.from(rows, (row) => String(row[0])));
  if (!names.has("users") || !names.has("instances")) {
    throw new PreconditionFailedError("This is no database of the original application.", {
      suggestion: "It has the tables users and instances; this file lacks one of them.",
    });
  }
  for (const name of Object.keys(TABLES) as TableName[]) {
    if (!names.has(name)) original.unread.push(`The table ${name} is not there.`);
    else await readTable(execute, name, original);
  }
  return original;
}

async function readTable<Name extends TableName>(
  execute: Execute,
  name: Name,
  original: Original,
): Promise<void> {
  const { columns, rows } = await execute(`select * from "${name}"`);
  const missing = NEEDED[name].filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    original.unread.push(`The table ${name} lacks ${missing.join(", ")}: none of it is imported.`);
    return;
  }
  for (const [index, row] of Array.from(rows).entries()) {
    const value = Object.fromEntries(columns.map((column, at) => [column, row[at]]));
    const parsed = TABLES[name].safeParse(value);
    const list: unknown[] = original[name];
    if (parsed.success) list.push(parsed.data);
    else {
      const wrong = parsed.error.issues.map(({ path: [column] }) => String(column)).join(", ");
      original.unread.push(`Row ${index + 1} of ${name}: unreadable ${wrong}.`);
    }
  }
}
