import { createClient } from "@libsql/client";
import { beginChain } from "../audit/begin-chain";
import { recordAudits } from "../audit/record-audit";
import { readChainEnd } from "../audit/chain.repo";
import type { AuditHead } from "../audit/heads.pure";
import { archiveEntries } from "../audit/archive-entries";
import { userContext } from "./contexts";
import type { TestRuntime } from "./create-test-runtime";

const ACTIONS = ["backup.start", "backup.update", "session.start", "settings.update"] as const;

/** Entries of several people and actions, a minute apart from write to write. */
export async function addEntries(runtime: TestRuntime, count: number): Promise<void> {
  const perWrite = 200;
  for (let done = 0; done < count; done += perWrite) {
    const ctx = userContext(runtime, "admin", { username: `user-${(done / perWrite) % 5}` });
    const entries = Array.from({ length: Math.min(perWrite, count - done) }, (_, index) => ({
      action: ACTIONS[index % ACTIONS.length] ?? "backup.start",
      targetType: "backup",
      targetId: `bak_${done + index}`,
      ...(index % 3 === 0 ? { before: { held: false, index }, after: { held: true, index } } : {}),
    }));
    await runtime.db.write((tx) => recordAudits(tx, ctx, entries));
    runtime.clock.advance(60_000);
  }
}

/** A chain that has begun, with this many entries in all; some of them archived if it is long. */
export async function makeChain(
  runtime: TestRuntime,
  of: { entries: number; archived?: number; segmentEntries?: number },
): Promise<void> {
  const { entries, archived = 0, segmentEntries } = of;
  await beginChain(runtime);
  await addEntries(runtime, entries - 1);
  for (let segment = 0; segment < archived; segment++) {
    if (
      !(await archiveEntries(runtime, {
        before: Infinity,
        ...(segmentEntries ? { segmentEntries } : {}),
      }))
    )
      throw new Error("too few entries");
  }
}

/** What is written down of the last entry. */
export async function takeHead(runtime: TestRuntime): Promise<AuditHead> {
  const { seq, mac } = await readChainEnd(runtime.db.read);
  const installation = runtime.config.installationId;
  return { installation, seq, mac, keyId: "auk_test", at: runtime.clock.now() };
}

/** Somebody with the database file in hand, to whom triggers are no hurdle. */
export async function tamperWith(
  { config }: Pick<TestRuntime, "config">,
  ...statements: string[]
): Promise<void> {
  const client = createClient({ url: config.database.url });
  for (const name of ["entries_stay", "entries_kept", "segments_stay", "segments_kept"]) {
    await client.execute(`drop trigger if exists audit_${name}`);
  }
  for (const statement of statements) await client.execute(statement);
  client.close();
}
