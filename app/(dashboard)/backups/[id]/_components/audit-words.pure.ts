import type { AuditEntryDto } from "#lib/audit/dto";

type Entry = Pick<AuditEntryDto, "action" | "before" | "after">;

const WORDS: Readonly<Record<string, string>> = {
  "backup.start": "asked for it.",
  "backup.delete": "had it deleted.",
  "backup.second_image": "found a second image of it.",
  "backup.available": "saw its image become available.",
  "backup.failed": "saw it fail.",
  "backup.missed": "wrote it down as missed.",
  "backup.skipped": "skipped it.",
  "backup.deleting": "began to remove it.",
  "backup.deleted": "saw it removed.",
  "backup.forgotten": "removed its record; the image stays in AWS.",
  "backup.gone": "found it gone from AWS.",
  "backup.tag_refused": "was refused by AWS: the tag is as it was.",
  "finding.repair_tags": "wrote its tags in AWS again.",
};

/** What somebody did to a backup, as the end of a sentence that begins with their name. */
export function toAuditWords({ action, before, after }: Entry): string {
  if (action === "backup.tag")
    return `tagged it ${quote(after?.["key"])} = ${quote(after?.["value"])}.`;
  if (action === "backup.untag") return `took the tag ${quote(after?.["key"])} away.`;
  if (action === "backup.update") return toChanges(before ?? {}, after ?? {});
  return WORDS[action] ?? "did this:";
}

function toChanges(before: Record<string, unknown>, after: Record<string, unknown>): string {
  const changes: string[] = [];
  if (before["held"] !== after["held"]) {
    const reason = after["heldReason"];
    const why = typeof reason === "string" && reason !== "" ? ` (${quote(reason)})` : "";
    changes.push(after["held"] === true ? `held it${why}` : "released the hold");
  } else if (before["heldReason"] !== after["heldReason"]) {
    changes.push(`gave the hold the reason ${quote(after["heldReason"])}`);
  }
  if (before["description"] !== after["description"]) {
    changes.push(`described it as ${quote(after["description"])}`);
  }
  return changes.length === 0 ? "changed nothing." : `${changes.join(" and ")}.`;
}

function quote(value: unknown): string {
  return `“${typeof value === "string" ? value : ""}”`;
}
