import type { ScheduleCheckDto } from "#lib/schedules/dto";

type AwsDiffering = ScheduleCheckDto["aws"]["differing"][number];
type Differing = ScheduleCheckDto["differing"][number];

/** What a refresh has found and done: a title, and a line for each schedule that differed. */
export function toCheckWords(check: ScheduleCheckDto): { title: string; lines: string[] } {
  const lines = [...check.differing.map(toLine), ...check.aws.differing.map(toAwsLine)];
  if (!check.schedulerRunning) {
    lines.push("No job is looking after due moments: start a worker, and they will be.");
  }
  return { title: `${toTitle(check)}${toComparing(check)}`, lines };
}

function toComparing({ aws }: ScheduleCheckDto): string {
  return aws.comparing ? " What is in AWS is being compared." : "";
}

function toTitle({ differing, linkCount }: ScheduleCheckDto): string {
  if (differing.length === 0) {
    return linkCount === 0
      ? "No instance follows a schedule yet."
      : `All is as it should be: ${count(linkCount, "next run")} compared.`;
  }
  const left = differing.filter((one) => one.repaired < countOf(one)).length;
  if (left === 0) return `${count(differing.length, "schedule")} differed, and was mended.`;
  return `${count(left, "schedule")} could not be mended.`;
}

function toLine(one: Differing): string {
  const why = [
    one.late > 0 ? `${count(one.late, "instance")} waited for a later run than it has next` : "",
    one.stale > 0 ? `${count(one.stale, "instance")} followed an earlier version of it` : "",
    one.resting > 0 ? `${count(one.resting, "instance")} waited for nothing` : "",
  ].filter((text) => text !== "");
  const left = countOf(one) - one.repaired;
  const end = left === 0 ? "planned anew" : `${left} of them still: look at the schedule`;
  return `${one.name}: ${why.join(", ")}; ${end}.`;
}

function toAwsLine({ accountId, region, changed, failed }: AwsDiffering): string {
  const what = [
    changed > 0 ? `${count(changed, "object")} changed or deleted by somebody else` : "",
    failed > 0 ? `${count(failed, "object")} refused by AWS` : "",
  ].filter((text) => text !== "");
  const why = what.length === 0 ? "AWS cannot be reached" : what.join(", ");
  return `AWS, ${accountId} ${region}: ${why}; repair it under Schedules, In AWS.`;
}

function countOf({ late, stale, resting }: Differing): number {
  return late + stale + resting;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
