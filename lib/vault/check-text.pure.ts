import type { SecretsReport, UnreadableSecret } from "./check-secrets";

/** What `npm run keys -- check` prints; `keyIds` are the ring's, the newest first. */
export function toCheckText(report: SecretsReport, keyIds: readonly string[]): string {
  const { secrets, byKey, withoutEnvelope, unreadable } = report;
  const [newest] = keyIds;
  const lines = [`${secrets - unreadable.length} of ${secrets} secrets decrypt.`];
  for (const id of keyIds) lines.push(toKeyText({ id, newest, count: byKey.get(id) ?? 0 }));
  for (const [id, count] of byKey) {
    if (keyIds.includes(id)) continue;
    lines.push(`${id || "no key that can be named"}  not in the ring, ${toCount(count)} under it`);
  }
  if (withoutEnvelope > 0)
    lines.push(`${toCount(withoutEnvelope)} without an envelope yet; a rotation gives them one.`);
  return [...lines, ...unreadable.map(toUnreadableText)].join("\n");
}

export function toUnreadableText({ table, column, rowId, reason }: UnreadableSecret): string {
  return `${table}.${column} of row ${rowId}: ${reason}`;
}

function toKeyText(key: { id: string; newest: string | undefined; count: number }): string {
  const { id, newest, count } = key;
  if (id === newest) return `${id}  newest, ${toCount(count)} under it`;
  return count === 0 ? `${id}  not needed any more` : `${id}  ${toCount(count)} under it`;
}

function toCount(count: number): string {
  return count === 1 ? "1 secret" : `${count} secrets`;
}
