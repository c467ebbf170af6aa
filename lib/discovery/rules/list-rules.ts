import { requirePermission } from "../../auth/require-permission";
import type { Context } from "../../context";
import { decodeCursor, toPage, type Page } from "../../paging";
import type { RuleDto } from "./dto";
import { seesRule } from "./require-rule";
import { listRuleRows, type RuleRow } from "./rules.repo";
import { ListRulesQuery, type ListRulesInput } from "./schemas";
import { toRuleDto } from "./to-rule-dto";

const OWNER = { list: "rules" } as const;

/** In the order in which they protect: the oldest first. There are few of them. */
export async function listRules(ctx: Context, input: ListRulesInput = {}): Promise<Page<RuleDto>> {
  requirePermission(ctx, "instances.read");
  const { limit, cursor, search } = ListRulesQuery.parse(input);
  const { read } = ctx.runtime.db;
  const visible = (await listRuleRows(read)).filter(
    (row) => seesRule(ctx, row) && isNamed(row, search),
  );
  const after = decodeCursor(OWNER, cursor);
  const rest = after ? visible.filter((row) => isAfter(row, after)) : visible;
  const page = toPage({
    owner: OWNER,
    rows: rest.slice(0, limit + 1),
    limit,
    total: visible.length,
    cursorOf: (row) => [row.createdAt, row.id],
    toItem: (row) => row,
  });
  const items: RuleDto[] = [];
  for (const row of page.items) items.push(await toRuleDto(ctx, row));
  return { ...page, items };
}

function isNamed({ name }: RuleRow, search: string | undefined): boolean {
  return search === undefined || name.toLowerCase().includes(search.toLowerCase());
}

function isAfter(row: RuleRow, [at, id]: readonly [unknown, string]): boolean {
  return row.createdAt > Number(at) || (row.createdAt === Number(at) && row.id > id);
}
