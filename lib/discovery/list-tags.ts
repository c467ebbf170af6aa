import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import type { TagTextsDto } from "./dto";
import { listTagTexts } from "./list.repo";
import { ListTagsQuery, type ListTagsInput } from "./schemas";

const SHOWN_MAX = 200;

/** What may be typed into a filter or a rule: the most used first. */
export async function listTags(ctx: Context, input: ListTagsInput = {}): Promise<TagTextsDto> {
  requirePermission(ctx, "instances.read");
  const { key } = ListTagsQuery.parse(input);
  const options = { key, scope: ctx.accounts, limit: SHOWN_MAX };
  return { items: await listTagTexts(ctx.runtime.db.read, options) };
}
