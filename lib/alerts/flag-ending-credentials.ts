import { MINUTE, toIso, type EpochMs } from "../clock";
import type { Context } from "../context";
import { clearEntities } from "./clear-alert";
import {
  listEndingCredentials,
  listNoLongerEnding,
  type EndingPart,
} from "./ending-credentials.repo";
import { raiseAlerts, type AlertNews } from "./raise-alert";

/** Time enough to fetch others; many sessions last no longer than an hour. */
const LEAD_MS = 30 * MINUTE;
const CREDENTIALS_PER_WRITE = 200;

/**
 * Temporary keys, before they end and once they have: no schedule rests on them, but what was asked for by
 * hand is followed with them, and so are the looks at their account.
 */
export async function flagEndingCredentials(ctx: Context): Promise<void> {
  const now = ctx.runtime.clock.now();
  const limit = CREDENTIALS_PER_WRITE;
  await flag(ctx, { kind: "credentials.ending", after: now, until: now + LEAD_MS, limit });
  await flag(ctx, { kind: "credentials.ended", after: 0, until: now, limit });
}

async function flag(ctx: Context, part: EndingPart): Promise<void> {
  const { db } = ctx.runtime;
  const over = await listNoLongerEnding(db.read, part);
  const news = (await listEndingCredentials(db.read, part)).flatMap((row) =>
    row.expiresAt === null ? [] : [toNews(part.kind, { ...row, endsAt: row.expiresAt })],
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
