import { toActWords } from "./act-words.pure";

type Fields = Readonly<Record<string, unknown>>;

interface Act {
  action: string;
  targetType: string;
  before: Fields | null;
  after: Fields | null;
}

/** What has no name in its entry. */
const NAMELESS: Readonly<Record<string, string>> = {
  alert: "an alert",
  backup: "a backup",
  finding: "a finding",
  instance: "an instance",
};

/**
 * What somebody did, as the end of a sentence that begins with their name. `object` is what they did it
 * to, where the page is of nothing else: “it”.
 */
export function toActSentence(act: Act, object = toObject(act)): string {
  return `${toTagWords(act, object) ?? toUpdateWords(act, object) ?? toPlainWords(act, object)}.`;
}

function toPlainWords({ action }: Act, object: string): string {
  const { hasObject, before, after } = toActWords(action);
  return hasObject ? `${`${before} ${object}`.trim()}${after}` : before;
}

function toObject({ targetType, before, after }: Act): string {
  const name = toActName([after, before]);
  if (targetType === "backup" && name !== null) return `a backup of ${name}`;
  return name ?? NAMELESS[targetType] ?? "";
}

function toTagWords({ action, after }: Act, object: string): string | null {
  const [key, value] = [quote(after?.["key"]), quote(after?.["value"])];
  if (action === "backup.tag") return `tagged ${object} ${key} = ${value}`;
  return action === "backup.untag" ? `took the tag ${key} off ${object}` : null;
}

/** What of a backup is changed by hand. */
function toUpdateWords(act: Act, object: string): string | null {
  if (act.action !== "backup.update") return null;
  const [before, after] = [act.before ?? {}, act.after ?? {}];
  const changes: string[] = [];
  const it = () => (changes.length === 0 ? object : "it");
  if (before["held"] !== after["held"]) {
    const reason = after["heldReason"];
    const why = typeof reason === "string" && reason !== "" ? ` (${quote(reason)})` : "";
    changes.push(after["held"] === true ? `held ${it()}${why}` : `released the hold on ${it()}`);
  } else if (before["heldReason"] !== after["heldReason"]) {
    changes.push(`gave the hold on ${it()} the reason ${quote(after["heldReason"])}`);
  }
  if (before["description"] !== after["description"]) {
    changes.push(`described ${it()} as ${quote(after["description"])}`);
  }
  return changes.length === 0 ? null : changes.join(" and ");
}

function quote(value: unknown): string {
  return `“${typeof value === "string" ? value : ""}”`;
}

/** What the audit entry itself calls it. */
export function toActName(fields: ReadonlyArray<Record<string, unknown> | null>): string | null {
  for (const key of ["name", "title", "username", "instanceId"]) {
    for (const one of fields) {
      const value = one?.[key];
      if (typeof value === "string" && value !== "") return value;
    }
  }
  return null;
}
