import { clearMembersOf } from "../alerts/clear-alert";
import { listMembersOfKind } from "../alerts/members.repo";
import { raiseAlerts, type AlertNews } from "../alerts/raise-alert";
import { inChunks } from "../aws/ec2/filter-value.pure";
import type { Context } from "../context";
import { groupBy } from "./group-by.pure";
import type { LinkFacts } from "./schedule-links.repo";

const KIND = "schedules.unreadable";
/** A schedule may have thousands: each write is to hold up nobody. */
const MEMBERS_PER_WRITE = 200;

/**
 * Links that should run and get no next moment: their cron or zone means nothing to this machine.
 * One alert per schedule; an instance leaves it when its link has a next moment, or rests.
 */
export async function alertUnreadable(ctx: Context, unreadable: readonly LinkFacts[]) {
  const { db } = ctx.runtime;
  const told = await listMembersOfKind(db.read, KIND);
  const known = new Set(told.map(keyOf));
  const news = unreadable.map(toNews);
  const wanted = new Set(news.map(({ cause, member }) => keyOf({ cause, ...member })));
  const untold = news.filter(({ cause, member }) => !known.has(keyOf({ cause, ...member })));
  for (const part of inChunks(untold, MEMBERS_PER_WRITE)) {
    await db.write((tx) => raiseAlerts(tx, ctx, part));
  }
  const over = told.filter((member) => !wanted.has(keyOf(member)));
  for (const [cause, members] of groupBy(over, (member) => member.cause)) {
    const reason = "Every link of it has a next run again, or rests.";
    for (const part of inChunks(members, MEMBERS_PER_WRITE)) {
      const entityIds = part.map(({ entityId }) => entityId);
      const of = { cause, reason, entityType: "instance", entityIds };
      await db.write((tx) => clearMembersOf(tx, ctx, of));
    }
  }
}

function toNews({ schedule, target }: LinkFacts) {
  return {
    cause: `schedules/${schedule.id}`,
    kind: KIND,
    severity: "critical",
    accountRef: null,
    title: `The schedule “${schedule.name}” cannot be read`,
    message: `“${schedule.cron}” in the zone ${schedule.zone} has no next moment on this machine: nothing is backed up by it.`,
    suggestion: "Edit the schedule: choose its times and its zone anew.",
    link: `/schedules/${schedule.id}`,
    member: {
      entityType: "instance",
      entityId: target.id,
      accountRef: target.accountRef,
      message: `${target.name || target.instanceId}: no next run by this schedule.`,
    },
  } as const satisfies AlertNews;
}

function keyOf({ cause, entityId }: { cause: string; entityId: string }): string {
  return `${cause} ${entityId}`;
}
