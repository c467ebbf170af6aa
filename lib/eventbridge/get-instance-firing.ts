import { requirePermission } from "../auth/require-permission";
import { toIsoOrNull } from "../clock";
import type { Context } from "../context";
import { getInstanceRow } from "../instances/get-instance-row";
import { listInstanceLinks } from "../schedules/schedule-links.repo";
import { isFiredByAws } from "../schedules/fired-by.pure";
import { convertSchedule } from "./convert-schedule.pure";
import type { InstanceFiringDto } from "./dto";
import { listSharedAndOwn } from "./objects.repo";
import { KIND_ORDER } from "./kind-rules.pure";
import { findPlace } from "./places.repo";
import { toObjectDto, toPlaceFacts } from "./to-place-dto";

/** Who starts an instance's scheduled backups, in whose words, and how far AWS's set-up is. */
export async function getInstanceFiring(
  ctx: Context,
  { instanceId }: { instanceId: string },
): Promise<InstanceFiringDto> {
  requirePermission(ctx, "instances.read");
  const { read } = ctx.runtime.db;
  const { instance } = await getInstanceRow(read, ctx, instanceId);
  const place = (await findPlace(read, instance))?.place ?? null;
  const own = place
    ? await listSharedAndOwn(read, { placeId: place.id, instanceRef: instanceId })
    : [];
  const isUser = instance.scheduler === "eventbridge" || own.some(({ instanceRef }) => instanceRef);
  const links = await listInstanceLinks(read, instanceId);
  return {
    scheduler: instance.scheduler,
    place: isUser && place ? toPlaceFacts(place) : null,
    links: links.map(({ link, schedule }) => {
      const firing = own.filter(({ linkId, wanted }) => linkId === link.id && wanted);
      const conversion = convertSchedule({ ...schedule, rulesAllowed: true });
      const words = conversion.ok ? conversion.expressions : [];
      const isAws = link.nextDueAt !== null && isFiredByAws({ link, schedule }, link.nextDueAt);
      return {
        linkId: link.id,
        scheduleId: schedule.id,
        scheduleName: schedule.name,
        firedBy: isAws ? "eventbridge" : "local",
        nextDueAt: toIsoOrNull(link.nextDueAt),
        awsFromAt: toIsoOrNull(link.awsFromAt),
        expressions:
          firing.length === 0 ? [...words] : firing.map(({ spec }) => String(spec["expression"])),
        timezone: conversion.ok && conversion.by === "scheduler" ? conversion.timezone : null,
        refusal: conversion.ok ? null : conversion.reason,
        suggestion: conversion.ok ? null : conversion.suggestion,
      };
    }),
    steps: isUser
      ? own
          .toSorted((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind))
          .map(toObjectDto)
      : [],
  };
}
