import type { Context } from "../context";
import { requireLasting } from "../credentials/lasting-credential";
import type { Scheduler } from "../db/schema/constants";
import type { Tx } from "../db/tx";
import { ValidationError } from "../errors";
import { patchInstance } from "../instances/instance.repo";
import { describeSchedule } from "../schedules/describe-schedule.pure";
import { findReachedBy, listInstanceLinks } from "../schedules/schedule-links.repo";
import { convertSchedule } from "./convert-schedule.pure";
import { patchLinkSchedulers, type PlaceKey } from "./places.repo";
import { touchPlace } from "./touch-place";

/**
 * Who is to start the scheduled backups of an instance; inside the transaction of the verb that says so.
 * To EventBridge: refused where one of its schedules cannot be said in AWS's words; AMIVault starts them
 * until AWS has everything. To AMIVault: at once.
 */
export async function setScheduler(
  tx: Tx,
  ctx: Context,
  of: { instanceRef: string; place: PlaceKey; scheduler: Scheduler },
): Promise<void> {
  const { instanceRef, place, scheduler } = of;
  const links = await listInstanceLinks(tx, instanceRef);
  if (scheduler === "eventbridge") {
    await requireLasting(tx, await findReachedBy(tx, instanceRef));
    requireConvertible(links.map(({ schedule }) => schedule));
  }
  await patchInstance(tx, instanceRef, { scheduler, updatedAt: ctx.runtime.clock.now() });
  if (scheduler === "local") {
    const linkIds = links.map(({ link }) => link.id);
    await patchLinkSchedulers(tx, linkIds, {
      scheduler: "local",
      awsFromAt: null,
      awsVersion: null,
    });
  }
  await touchPlace(tx, ctx, place);
}

/** Throws ValidationError for the first schedule that AWS cannot be told. */
function requireConvertible(
  schedules: ReadonlyArray<{ name: string; cron: string; zone: string; spreadMs: number }>,
): void {
  for (const schedule of schedules) {
    const conversion = convertSchedule({ ...schedule, rulesAllowed: true });
    if (conversion.ok) continue;
    throw new ValidationError(
      `EventBridge cannot keep the schedule ${schedule.name} (${describeSchedule(schedule)}): ${conversion.reason}`,
      {
        reason: "NotConvertible",
        suggestion: conversion.suggestion,
        fields: { scheduler: [conversion.reason] },
      },
    );
  }
}
