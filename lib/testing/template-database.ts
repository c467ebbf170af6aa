import { createHash, randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createClient } from "@libsql/client";
import { migrateDatabase } from "../db/migrate";

export const MIGRATIONS_FOLDER = path.resolve(import.meta.dirname, "../db/migrations");

let ready: Promise<string> | undefined;

/** A file with the real migrations applied; made once per state of the migrations folder. */
export async function copyTemplateDatabase(target: string): Promise<void> {
  ready ??= makeTemplate();
  copyFileSync(await ready, target);
}

async function makeTemplate(): Promise<string> {
  const folder = path.join(os.tmpdir(), "amivault-test-templates");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const name = fingerprint();
    const template = path.join(folder, `${name}.db`);
    if (existsSync(template)) return template;
    const packed = await makePacked(folder);
    // Migrations that changed while it was made are another database's: the name would lie for good.
    if (fingerprint() !== name) {
      rmSync(packed, { force: true });
      continue;
    }
    // Several test processes may come here at once: the last rename wins, all files are the same.
    renameSync(packed, template);
    return template;
  }
}

async function makePacked(folder: string): Promise<string> {
  const id = randomUUID();
  const draft = path.join(folder, `draft-${id}.db`);
  const packed = path.join(folder, `packed-${id}.db`);
  await migrateDatabase({ url: `file:${draft}`, folder: MIGRATIONS_FOLDER });
  await packInto({ url: `file:${draft}`, file: packed });
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${draft}${suffix}`, { force: true });
  return packed;
}

/** One file without a write-ahead log beside it, safe to copy. */
async function packInto(options: { url: string; file: string }): Promise<void> {
  const client = createClient({ url: options.url });
  await client.execute({ sql: "VACUUM INTO ?", args: [options.file] });
  client.close();
}

function fingerprint(): string {
  const journal = path.join(MIGRATIONS_FOLDER, "meta", "_journal.json");
  const hash = createHash("sha256").update(readFileSync(journal));
  const entries: unknown = Reflect.get(JSON.parse(readFileSync(journal, "utf8")), "entries");
  for (const entry of Array.isArray(entries) ? entries : []) {
    hash.update(readFileSync(path.join(MIGRATIONS_FOLDER, `${String(entry.tag)}.sql`)));
  }
  return hash.digest("hex").slice(0, 24);
}
