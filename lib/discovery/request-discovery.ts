import { recordAudit } from "../audit/record-audit";
import { requireAccount, requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { actorName, type Context } from "../context";
import { getCredentialRow } from "../credentials/get-credential-row";
import { ConflictError } from "../errors";
import { newId } from "../ids";
import { discoveryChanged } from "./discovery-changed";
import type { DiscoveryRequestedDto } from "./dto";
import { discoverPlaceJob } from "./jobs";
import type { Place } from "./place.pure";
import { insertPlaces, insertRun, listReachable } from "./runs.repo";
import { RequestDiscoveryInput } from "./schemas";

/** A place to look at, and by which credential if not by any. */
type Wanted = Place & { credentialId: string | null };

/** Looks at every enabled region of every account that can be reached, or at what is chosen. */
export async function requestDiscovery(
  ctx: Context,
  input: RequestDiscoveryInput = {},
): Promise<DiscoveryRequestedDto> {
  requirePermission(ctx, "instances.write");
  const wanted = RequestDiscoveryInput.parse(input);
  const places = await listWanted(ctx, wanted);
  if (places.length === 0) {
    throw new ConflictError("No credential reaches an account yet.", {
      reason: "NoCredential",
      suggestion: "Add a credential first; it says which account is looked at.",
    });
  }
  const runId = await beginRun(ctx, { places, by: actorName(ctx.actor), asked: wanted });
  return { runId };
}

/** Writes the run and its places, and enqueues them; `by` is null where nobody asked. */
export async function beginRun(
  ctx: Context,
  run: { places: readonly Wanted[]; by: string | null; asked?: RequestDiscoveryInput },
): Promise<string> {
  const { clock, queue, random } = ctx.runtime;
  const { places, by } = run;
  const now = clock.now();
  const runId = newId("dsr", now, random);
  await writeAs(ctx, async (tx) => {
    await insertRun(tx, { id: runId, requestedBy: by, startedAt: now });
    await insertPlaces(
      tx,
      places.map((place) => ({ id: newId("dsp", now, random), runId, ...place, askedAt: now })),
    );
    if (by !== null) {
      await recordAudit(tx, ctx, {
        action: "discovery.request",
        targetType: "discovery",
        targetId: runId,
        after: { accounts: new Set(places.map((p) => p.accountRef)).size, ...run.asked },
      });
    }
    await discoveryChanged(tx, ctx, places);
  });
  await queue.enqueue(
    discoverPlaceJob,
    places.map(({ accountRef, region }) => ({ accountRef, region })),
  );
  return runId;
}

async function listWanted(ctx: Context, input: RequestDiscoveryInput): Promise<Wanted[]> {
  const regions = [...new Set(input.regions ?? [""])];
  const through = await listChosen(ctx, input);
  return through.flatMap((each) => regions.map((region) => ({ ...each, region })));
}

async function listChosen(
  ctx: Context,
  { accountRefs, credentialIds }: RequestDiscoveryInput,
): Promise<Array<Omit<Wanted, "region">>> {
  const { read } = ctx.runtime.db;
  const chosen = new Map<string, string | null>();
  for (const id of credentialIds ?? []) {
    const { accountRef } = await getCredentialRow(read, ctx, id);
    if (!chosen.has(accountRef)) chosen.set(accountRef, id);
  }
  for (const accountRef of accountRefs ?? []) requireAccount(ctx, accountRef, "The account");
  if (credentialIds === undefined || accountRefs !== undefined) {
    const reachable = await listReachable(read, ctx.accounts);
    const wanted = accountRefs === undefined ? null : new Set(accountRefs);
    for (const accountRef of reachable) {
      if (!chosen.has(accountRef) && (wanted?.has(accountRef) ?? true))
        chosen.set(accountRef, null);
    }
  }
  return [...chosen].map(([accountRef, credentialId]) => ({ accountRef, credentialId }));
}
