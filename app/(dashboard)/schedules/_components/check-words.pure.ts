import type { ScheduleCheckDto } from "#lib/schedules/dto";

type Differing = ScheduleCheckDto["differing"][number];

/** What a refresh has found and done: a title, and a line for each schedule that differed. */
export function toCheckWords(check: ScheduleCheckDto): { title: string; lines: string[] } {
  const lines = check.differing.map(toLine);
  if (!check.schedulerRunning) {
    lines.push("No job is looking after due moments: start a worker, and they will be.");
  }
  return { title: toTitle(check), lines };
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

function countOf({ late, stale, resting }: Differing): number {
  return late + stale + resting;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
