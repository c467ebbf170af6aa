import type { Context } from "../context";
import { findAccount } from "./accounts.repo";
import { beginRun } from "./begin-run";
import { findingKey } from "./finding.pure";
import { listOpen, type OpenFinding } from "./findings.repo";
import { emptyPass, type Pass } from "./pass";
import { listInstanceRefs, type Place } from "./records.repo";

const OPEN_PER_READ = 2_000;

/** Null for an account that has gone. */
export async function startPass(ctx: Context, place: Place): Promise<Pass | null> {
  const { db } = ctx.runtime;
  if (!(await findAccount(db.read, place.accountRef))) return null;
  const runId = await beginRun(ctx, place);
  return {
    ...emptyPass(ctx, { place, runId }),
    instances: await listInstanceRefs(db.read, place),
    open: await readOpen(ctx, place),
  };
}

export async function readOpen(ctx: Context, place: Place): Promise<Map<string, OpenFinding>> {
  const open = new Map<string, OpenFinding>();
  for (let afterId = ""; ;) {
    const options = { ...place, afterId, limit: OPEN_PER_READ };
    const rows = await listOpen(ctx.runtime.db.read, options);
    for (const row of rows) open.set(findingKey(row), row);
    afterId = rows.at(-1)?.id ?? "";
    if (rows.length < OPEN_PER_READ) return open;
  }
}
