import { requirePermission } from "#lib/auth/require-permission";
import type { Context } from "#lib/context";
import type { InstanceSuggestionsDto } from "./dto";
import { SuggestInstancesQuery } from "./schemas";
import {
  listByEc2Id,
  listByNamePart,
  listByNameStart,
  listTagKeys,
  listTagValues,
  type SuggestedInstance,
} from "./suggest-instances.repo";

const INSTANCES_MAX = 8;
const TAGS_MAX = 6;

/** Names that begin with the text before those that hold it; ids and tags by their beginning. */
export async function suggestInstances(
  ctx: Context,
  input: SuggestInstancesQuery,
): Promise<InstanceSuggestionsDto> {
  requirePermission(ctx, "instances.read");
  const { text } = SuggestInstancesQuery.parse(input);
  return { instances: await findInstances(ctx, text), tags: await findTags(ctx, text) };
}

async function findInstances(ctx: Context, text: string): Promise<SuggestedInstance[]> {
  const { read } = ctx.runtime.db;
  const wanted = { text, accounts: ctx.accounts, limit: INSTANCES_MAX };
  const found = new Map<string, SuggestedInstance>();
  for (const list of [listByEc2Id, listByNameStart, listByNamePart]) {
    if (found.size >= INSTANCES_MAX) break;
    for (const row of await list(read, wanted)) found.set(row.id, row);
  }
  return [...found.values()].slice(0, INSTANCES_MAX);
}

/** `env` suggests keys and values that begin so; `env=p` values of that key. */
async function findTags(ctx: Context, text: string): Promise<InstanceSuggestionsDto["tags"]> {
  const { read } = ctx.runtime.db;
  const scope = { accounts: ctx.accounts, limit: TAGS_MAX };
  const at = text.indexOf("=");
  if (at > 0) {
    const [key, value] = [text.slice(0, at), text.slice(at + 1)];
    return listTagValues(read, { ...scope, key, text: value });
  }
  const start = text.toLowerCase();
  const keys = (await listTagKeys(read, ctx.accounts))
    .filter((key) => key.toLowerCase().startsWith(start))
    .slice(0, TAGS_MAX)
    .map((key) => ({ key, value: null }));
  const values = await listTagValues(read, { ...scope, key: null, text });
  return [...keys, ...values].slice(0, TAGS_MAX);
}
