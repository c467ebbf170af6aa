import { DAY, MINUTE, toIso, type EpochMs } from "../clock";
import type { Context } from "../context";
import { LEDGER_DONE_LEASE } from "../health/get-readiness";
import { findLease } from "../leases/leases.repo";
import { clearEntities } from "./clear-alert";
import {
  listEndingCredentials,
  listNoLongerEnding,
  type EndingPart,
} from "./ending-credentials.repo";
import { raiseAlerts, type AlertNews } from "./raise-alert";

/** Time enough to fetch others; many sessions last no longer than an hour. */
const LEAD_MS = 30 * MINUTE;
/** With every look that was missed, of which the ledger's mark tells. */
const NEWS_MS = DAY;
const CREDENTIALS_PER_WRITE = 200;

/**
 * Temporary keys, before they end and once they have: no schedule rests on them, but what was asked for by
 * hand is followed with them, and so are the looks at their account. What ended long before the last look
 * is no news.
 */
export async function flagEndingCredentials(ctx: Context): Promise<void> {
  const { clock, db } = ctx.runtime;
  const now = clock.now();
  const looked = (await findLease(db.read, LEDGER_DONE_LEASE))?.renewedAt ?? now;
  const newsAfter = Math.min(looked, now - NEWS_MS);
  const limit = CREDENTIALS_PER_WRITE;
  const ending = { kind: "credentials.ending", after: now, until: now + LEAD_MS, limit } as const;
  await flag(ctx, { ...ending, newsAfter: now });
  await flag(ctx, { kind: "credentials.ended", after: 0, until: now, limit, newsAfter });
}

async function flag(
  ctx: Context,
  { newsAfter, ...part }: EndingPart & { newsAfter: EpochMs },
): Promise<void> {
  const { db } = ctx.runtime;
  const over = await listNoLongerEnding(db.read, part);
  const news = (await listEndingCredentials(db.read, { ...part, after: newsAfter })).flatMap(
    (row) => (row.expiresAt === null ? [] : [toNews(part.kind, { ...row, endsAt: row.expiresAt })]),
  );
  if (over.length + news.length === 0) return;
  await db.write(async (tx) => {
    const reason =
      part.kind === "credentials.ending"
        ? "Its keys have ended, or end later."
        : "It has other keys, or is gone.";
    const members = { entityType: "credential", entityIds: over };
    await clearEntities(tx, ctx, { ...members, kinds: [part.kind], reason });
    await raiseAlerts(tx, ctx, news);
  });
}

function toNews(
  kind: EndingPart["kind"],
  of: { id: string; name: string; accountRef: string; endsAt: EpochMs },
): AlertNews {
  const { id, name, accountRef, endsAt } = of;
  const at = `${toIso(endsAt).slice(0, 16).replace("T", " ")} UTC`;
  const hasEnded = kind === "credentials.ended";
  const message = hasEnded
    ? `They ended at ${at}: AWS takes them no more. Images that are still being made go on in AWS, and are not seen from here by these keys.`
    : `They end at ${at}. After that nothing goes by them: no backup by hand, and no look at what is being made.`;
  return {
    cause: `credentials/${id}/${hasEnded ? "ended" : "ending"}`,
    kind,
    severity: "warning",
    accountRef,
    title: `The keys of “${name}” ${hasEnded ? "have ended" : "end soon"}`,
    message,
    suggestion: "Give the credential new keys on its page, or delete it where it is done with.",
    link: `/credentials/${id}`,
    member: { entityType: "credential", entityId: id, accountRef, message: `${name}: ${message}` },
  };
}
