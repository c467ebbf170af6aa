export interface FleetCounts {
  total: number;
  protected: number;
  waiting: number;
  paused: number;
  needsYouCount: number;
}

/** "38 of 40 instances are protected; 2 need you." */
export function toSentence(counts: FleetCounts): string {
  if (counts.total === 0) return "Nothing is protected yet.";
  if (counts.protected === counts.total) return allProtected(counts.total);
  const parts = [
    `${text(counts.protected)} of ${text(counts.total)} ${counts.total === 1 ? "instance is" : "instances are"} protected`,
    part(counts.needsYouCount, "needs you", "need you"),
    part(counts.waiting, "waits for its next backup", "wait for their next backup"),
    part(counts.paused, "is paused", "are paused"),
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

function allProtected(total: number): string {
  if (total === 1) return "The one instance is protected.";
  return `All ${text(total)} instances are protected.`;
}

function part(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${text(count)} ${count === 1 ? one : many}`;
}

function text(count: number): string {
  return count.toLocaleString("en-US");
}
