import type { InstanceHistoryDto } from "#lib/instances/dto";

const FIELDS: Readonly<Record<string, string>> = {
  credentialId: "credential",
  paused: "paused",
  rebootOnBackup: "reboot on backup",
  retentionPolicyId: "retention policy",
  schedules: "schedules",
  scheduler: "started by",
  backups: "its backups",
  state: "state",
};

/** "schedules: 0 2 * * * UTC → 0 4 * * * UTC", one for each field that is not as it was. */
export function toChanges(entry: Pick<InstanceHistoryDto, "before" | "after">): string[] {
  const { before, after } = entry;
  if (after === null) return [];
  if (before === null) return [];
  return Object.keys(FIELDS).flatMap((field) => {
    const [from, to] = [valueOf(before, field), valueOf(after, field)];
    if (!(field in after) || from === to) return [];
    const name = FIELDS[field] ?? field;
    return [field in before ? `${name}: ${from} → ${to}` : `${name}: ${to}`];
  });
}

const STARTERS: Readonly<Record<string, string>> = { local: "AMIVault", eventbridge: "AWS" };

function valueOf(of: Readonly<Record<string, unknown>>, field: string): string {
  const text = toText(of[field]);
  return field === "scheduler" ? (STARTERS[text] ?? text) : text;
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(toText).join(", ");
  return typeof value === "string" || typeof value === "number"
    ? String(value)
    : JSON.stringify(value);
}
