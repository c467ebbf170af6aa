import type { Vault } from "../crypto";
import type { Queryable } from "../db/client";
import { inDetail, ServiceError } from "../errors";
import { placeIn, SEALED_COLUMNS, type SealedColumn } from "./sealed-columns";
import { listSealed, type SealedRow } from "./sealed-secrets.repo";

export interface SecretsReport {
  secrets: number;
  /** Secrets by the id of the key they are under; `""` for what has no known form. */
  byKey: Map<string, number>;
  /** Ids of the keys that opened one. */
  opening: Set<string>;
  /** Still sealed with a key of the ring itself, as versions before the envelope did. */
  withoutEnvelope: number;
  unreadable: UnreadableSecret[];
}

export interface UnreadableSecret {
  table: string;
  column: string;
  rowId: string;
  /** Why, without a word of the secret. */
  reason: string;
}

const PAGE = 200;

/** Opens every secret of the database and forgets it at once. */
export async function checkSecrets(
  read: Queryable,
  vault: Pick<Vault, "open">,
): Promise<SecretsReport> {
  const report: SecretsReport = {
    secrets: 0,
    byKey: new Map(),
    opening: new Set(),
    withoutEnvelope: 0,
    unreadable: [],
  };
  for await (const { column, row } of everySealed(read)) {
    const keyId = keyIdOf(row.sealed);
    report.secrets += 1;
    report.byKey.set(keyId, (report.byKey.get(keyId) ?? 0) + 1);
    if (!row.sealed.startsWith("v2.")) report.withoutEnvelope += 1;
    const place = placeIn(column, row.id);
    try {
      vault.open(row.sealed, place);
      report.opening.add(keyId);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      report.unreadable.push({ ...place, reason: inDetail(error) });
    }
  }
  return report;
}

/** Ids of the keys that something is sealed under. */
export async function listKeyIdsInUse(read: Queryable): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { row } of everySealed(read)) ids.add(keyIdOf(row.sealed));
  return ids;
}

export function keyIdOf(sealed: string): string {
  return /^v[12]\.([a-z0-9]{1,16})\./.exec(sealed)?.[1] ?? "";
}

async function* everySealed(
  read: Queryable,
): AsyncGenerator<{ column: SealedColumn; row: SealedRow }> {
  for (const column of SEALED_COLUMNS) {
    for (let after = ""; ;) {
      const rows = await listSealed(read, column, { after, limit: PAGE });
      for (const row of rows) yield { column, row };
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) break;
      after = last.id;
    }
  }
}
