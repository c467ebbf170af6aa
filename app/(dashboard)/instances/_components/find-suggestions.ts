import type { InstanceSuggestionsDto } from "#lib/instances/dto";
import type { Suggestion } from "../../../_components/suggestions/use-suggestions";

const INSTANCE = "instance:";
const TAG = "tag:";

/** Asked of the REST API: a request that a next letter makes stale is given up. */
export async function findSuggestions(
  text: string,
  signal: AbortSignal,
): Promise<readonly Suggestion[] | null> {
  const query = new URLSearchParams({ text });
  const answer = await fetch(`/api/instances/suggestions?${query}`, { signal });
  if (!answer.ok) return null;
  // The route's declaration checks its own answer.
  return toSuggestions((await answer.json()) as InstanceSuggestionsDto);
}

function toSuggestions({ instances, tags }: InstanceSuggestionsDto): Suggestion[] {
  return [
    ...instances.map(({ id, name, instanceId, region }) => ({
      key: `${INSTANCE}${id}`,
      label: name || instanceId,
      detail: name === "" ? region : `${instanceId} · ${region}`,
    })),
    ...tags.map(({ key, value }) => {
      const tag = value === null ? key : `${key}=${value}`;
      return { key: `${TAG}${tag}`, label: tag, detail: "tag" };
    }),
  ];
}

type Taken = { kind: "instance"; href: string } | { kind: "tag"; tag: string };

export function toTaken(key: string): Taken {
  if (key.startsWith(TAG)) return { kind: "tag", tag: key.slice(TAG.length) };
  return { kind: "instance", href: `/instances/${key.slice(INSTANCE.length)}` };
}
