import { inDetail, InternalError, ServiceError } from "../errors";
import type { Runtime } from "../runtime";
import type { UnreadableSecret } from "./check-secrets";
import { placeIn, SEALED_COLUMNS, type SealedColumn } from "./sealed-columns";
import { listSealed, replaceSealed, type SealedRow } from "./sealed-secrets.repo";

/** Small writes, between which the application has its turn. */
const BATCH = 25;
/** Only a process that goes on sealing under an old key keeps it from an end. */
const PASSES_MAX = 20;

type Parts = Pick<Runtime, "db" | "vault">;

/**
 * Seals every secret anew under the newest key, each only if it still is what was read, until a look at
 * all of them finds nothing left. What cannot be read stays as it is, and is named.
 */
export async function resealSecrets(
  parts: Parts,
  { say }: { say(line: string): void },
): Promise<{ resealed: number; unreadable: UnreadableSecret[] }> {
  let resealed = 0;
  for (let pass = 1; pass <= PASSES_MAX; pass++) {
    const found = { stale: 0, resealed: 0, unreadable: [] as UnreadableSecret[] };
    for (const column of SEALED_COLUMNS) await resealColumn(parts, { column, found, say });
    resealed += found.resealed;
    if (found.stale === 0) return { resealed, unreadable: found.unreadable };
  }
  throw new InternalError("Secrets are still being sealed under an old key.", {
    suggestion: "Look for a process with another key ring, end it, and run this again.",
  });
}

interface Found {
  stale: number;
  resealed: number;
  unreadable: UnreadableSecret[];
}

async function resealColumn(
  parts: Parts,
  { column, found, say }: { column: SealedColumn; found: Found; say(line: string): void },
): Promise<void> {
  const { table, column: name } = placeIn(column, "");
  for (let after = ""; ;) {
    const rows = await listSealed(parts.db.read, column, { after, limit: BATCH });
    const last = rows.at(-1);
    if (!last) return;
    const newest = `v2.${parts.vault.keyIds()[0]}.`;
    const stale = rows.filter(({ sealed }) => !sealed.startsWith(newest));
    const changes = stale.flatMap((row) => reseal(parts, { column, row, found }));
    found.stale += changes.length;
    const written = changes.length === 0 ? 0 : await write(parts, column, changes);
    found.resealed += written;
    if (written > 0) say(`${table}.${name}: ${written} sealed anew, up to ${last.id}.`);
    after = last.id;
  }
}

function reseal(
  { vault }: Parts,
  { column, row, found }: { column: SealedColumn; row: SealedRow; found: Found },
): Array<{ id: string; before: string; after: string }> {
  const place = placeIn(column, row.id);
  try {
    const after = vault.seal(vault.open(row.sealed, place), place);
    return [{ id: row.id, before: row.sealed, after }];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    found.unreadable.push({ ...place, reason: inDetail(error) });
    return [];
  }
}

function write(
  { db }: Parts,
  column: SealedColumn,
  changes: ReadonlyArray<{ id: string; before: string; after: string }>,
): Promise<number> {
  return db.write(async (tx) => {
    let written = 0;
    for (const change of changes) if (await replaceSealed(tx, column, change)) written += 1;
    return written;
  });
}
