import { AwsCallError } from "../aws/aws-call-error";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Ec2Instance } from "../aws/ec2/ec2";
import { SECOND } from "../clock";
import { askPlace, type Look } from "./ask-place";
import { idsOf, type PlaceLook } from "./place-look";
import { listThere, markGone } from "./discovered.repo";
import { discoveryProgress } from "./discovery-changed";
import { keepSeen } from "./keep-seen";
import { applyRules } from "./rules/apply-rules";
import { addNew, patchPlaces } from "./runs.repo";

/** Rows of one write: others get their turn in between. */
const ROWS_PER_WRITE = 200;
const PAGES_MAX = 200;
const LATER_MS = 60 * SECOND;

/** All pages of a place; only a look that read all of them says what is gone. */
export async function readInstances(look: PlaceLook): Promise<void> {
  const { ctx, place, rows } = look;
  const { clock, db } = ctx.runtime;
  const since = clock.now();
  let seenCount = 0;
  const shown = new Set<string>();
  for await (const { instances, credentialId } of eachPage(look)) {
    for (const { instanceId } of instances) shown.add(instanceId);
    for (const part of inChunks(instances, ROWS_PER_WRITE)) {
      await db.write(async (tx) => {
        const by = await keepSeen(tx, ctx, { place, credentialId, instances: part });
        seenCount += part.length;
        await patchPlaces(tx, idsOf(rows), { seenCount });
        // With the rows themselves: a look that begins anew finds them known, and counts on.
        await addNew(tx, idsOf(rows), by);
        await discoveryProgress(tx, ctx, place);
      });
      look.signal?.throwIfAborted();
    }
  }
  await forgetUnseen(look, { since, shown });
  const protectedCount = await applyRules(ctx, place);
  await db.write(async (tx) => {
    const endedAt = clock.now();
    const ended = { state: "done", endedAt, error: null, suggestion: null } as const;
    await patchPlaces(tx, idsOf(rows), { ...ended, seenCount, protectedCount });
    await discoveryProgress(tx, ctx, place);
  });
}

/** Whether it was shown is what counts, not the clock, which may have jumped since. */
async function forgetUnseen(
  { ctx, place }: PlaceLook,
  { since, shown }: { since: number; shown: ReadonlySet<string> },
): Promise<void> {
  const now = ctx.runtime.clock.now();
  await ctx.runtime.db.write(async (tx) => {
    const there = await listThere(tx, { ...place, unseen: { since, now } });
    const missing = there.filter(({ instanceId }) => !shown.has(instanceId));
    for (const part of inChunks(missing, ROWS_PER_WRITE)) {
      await markGone(
        tx,
        part.map(({ id }) => id),
        now,
      );
    }
  });
}

interface Page {
  instances: readonly Ec2Instance[];
  credentialId: string;
}

async function* eachPage({ ctx, place, rows, signal }: PlaceLook): AsyncGenerator<Page> {
  let preferredId = rows.find((row) => row.credentialId !== null)?.credentialId ?? null;
  const seen = new Set<string>();
  for (let token: string | null | undefined; token !== null;) {
    const asked: Look = { ctx, place, preferredId, signal };
    const query = token === undefined ? {} : { nextToken: token };
    const page = await askPlace(
      asked,
      async (ec2, credentialId) => ({ ...(await ec2.pageInstances(query)), credentialId }),
      { isFirst: token === undefined },
    );
    yield page;
    // The list goes on for the credential that began it.
    preferredId = page.credentialId;
    token = page.nextToken;
    if (token === null) return;
    if (seen.has(token) || seen.size >= PAGES_MAX) throw endless();
    seen.add(token);
  }
}

function endless(): AwsCallError {
  return new AwsCallError({
    action: "DescribeInstances",
    outcome: "unknown",
    awsCode: "UnreadableAnswer",
    message: "AWS's list of instances did not come to an end.",
    suggestion: "Check AWS_ENDPOINT_URL: what answers there does not answer like AWS.",
    retryAfterMs: LATER_MS,
  });
}
