import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Libsql from "libsql";
import { archiveEntries } from "#lib/audit/archive-entries";
import type { AuditHead } from "#lib/audit/heads.pure";
import { migrateDatabase } from "#lib/db/migrate";
import { addEntries, makeChain, takeHead } from "#lib/testing/audit-world";
import { createTestRuntime, type TestRuntime } from "#lib/testing/create-test-runtime";

/** A chain as the application wrote it, in a file that is copied for each attack. */
export interface AuditOriginal {
  folder: string;
  file: string;
  /** The same database when it was shorter, and what was its last entry then. */
  olderFile: string;
  olderSeq: number;
  /** Written down while it grew, the last one before the last entries. */
  heads: AuditHead[];
  /** Archived in segments of this many, from entry 1 on. */
  segmentEntries: number;
  segments: number;
  lastSeq: number;
  remove(): void;
}

const SEGMENT_ENTRIES = 60;
const SEGMENTS = 3;
const ROUNDS = 8;
const ENTRIES_PER_ROUND = 50;

export function makeFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), "amivault-audit-"));
}

/** On a database of its own in that folder. */
export async function freshRuntime(folder: string): Promise<TestRuntime> {
  const url = `file:${path.join(folder, "amivault.db")}`;
  await migrateDatabase({ url, folder: path.resolve("lib/db/migrations") });
  return createTestRuntime({ folder });
}

export async function makeOriginal(): Promise<AuditOriginal> {
  const folder = makeFolder();
  const runtime = await freshRuntime(folder);
  const heads: AuditHead[] = [];
  const olderFile = path.join(folder, "older.db");
  await makeChain(runtime, { entries: ENTRIES_PER_ROUND });
  let olderSeq = 0;
  for (let round = 0; round < ROUNDS; round++) {
    heads.push(await takeHead(runtime));
    if (round === ROUNDS - 3) {
      saveAs(runtime, olderFile);
      olderSeq = heads.at(-1)?.seq ?? 0;
    }
    await addEntries(runtime, ENTRIES_PER_ROUND);
  }
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const options = { before: Infinity, segmentEntries: SEGMENT_ENTRIES };
    if (!(await archiveEntries(runtime, options))) throw new Error("Nothing was archived.");
  }
  const file = path.join(folder, "original.db");
  saveAs(runtime, file);
  await runtime.close();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const lastSeq = ENTRIES_PER_ROUND * (ROUNDS + 1);
  const shape = { segmentEntries: SEGMENT_ENTRIES, segments: SEGMENTS, lastSeq };
  return { folder, file, olderFile, olderSeq, heads, ...shape, remove };
}

/** A copy of its own in a folder, as a runtime sees it: the same key ring opens it. */
export function copyOf(original: AuditOriginal, file = original.file): string {
  const folder = mkdtempSync(path.join(original.folder, "copy-"));
  copyFileSync(file, path.join(folder, "amivault.db"));
  return folder;
}

/** Somebody with the file in hand, to whom triggers and unique indexes are no hurdle. */
export function openByHand(folder: string): Libsql.Database {
  const db = new Libsql(path.join(folder, "amivault.db"));
  for (const name of ["entries_stay", "entries_kept", "segments_stay", "segments_kept"]) {
    db.exec(`drop trigger audit_${name}`);
  }
  return db;
}

function saveAs(runtime: TestRuntime, file: string): void {
  const db = new Libsql(path.join(runtime.folder, "amivault.db"));
  db.prepare("vacuum into ?").run(file);
  db.close();
}
