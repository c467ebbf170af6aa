import type { QuickSearchDto } from "#lib/search/dto";
import { STATUS_LOOKS } from "../backup-status";
import type { Suggestion } from "../suggestions/use-suggestions";
import { toUtcText } from "../exact-time.pure";
import { PLACES } from "../places";
import type { PaletteAct } from "./palette-acts";

/** A suggestion whose key is where it leads. */
export function findLocally(text: string, acts: readonly PaletteAct[]): Suggestion[] {
  const words = text.toLowerCase().split(/\s+/);
  return [...PLACES, ...acts]
    .filter(({ words: own }) => words.every((word) => own.toLowerCase().includes(word)))
    .map(({ href, words: label }) => ({ key: href, label, detail: "" }));
}

/** Instances and backups first, then pages and acts; pages and acts alone where none can be asked. */
export async function findInPalette(
  text: string,
  options: { acts: readonly PaletteAct[]; signal: AbortSignal },
): Promise<Suggestion[]> {
  const local = findLocally(text, options.acts);
  const query = new URLSearchParams({ text });
  const answer = await fetch(`/api/search?${query}`, { signal: options.signal }).catch(() => null);
  if (answer === null || !answer.ok) return local;
  // The route's declaration checks its own answer.
  const { instances, backups } = (await answer.json()) as QuickSearchDto;
  return [
    ...instances.map(({ id, name, instanceId, region, accountId }) => ({
      key: `/instances/${id}`,
      label: name || instanceId,
      detail: `instance ${name === "" ? "" : instanceId} · ${region} · ${accountId}`,
    })),
    ...backups.map(({ id, instance, status, dueAt, matched }) => ({
      key: `/backups/${id}`,
      label: `${instance}, ${toUtcText(Date.parse(dueAt))}`,
      detail: `backup ${matched} · ${STATUS_LOOKS[status].word}`,
    })),
    ...local,
  ];
}
