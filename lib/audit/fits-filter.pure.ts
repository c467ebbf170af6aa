import { toTextPattern } from "../db/glob-pattern.pure";
import type { AuditFilter } from "./audit-filter";
import { atOf, CHAINED_COLUMNS, type ChainRow } from "./chain.pure";

/** Where a search looks. */
export const SEARCHED_COLUMNS = [
  "action",
  "actorName",
  "targetId",
  "requestId",
  "address",
  "before",
  "after",
  "awsRequestIds",
] as const;

/** What a filter compares with which column. */
const EQUALS = [
  ["actorType", "actorType"],
  ["actorId", "actorId"],
  ["actor", "actorName"],
  ["action", "action"],
  ["target", "targetType"],
  ["targetId", "targetId"],
  ["account", "accountRef"],
] as const;

const ACCOUNT_AT = CHAINED_COLUMNS.indexOf("accountRef");
const SEARCHED_AT = SEARCHED_COLUMNS.map((name) => CHAINED_COLUMNS.indexOf(name));

/** The list's own conditions, for entries that no query reaches: archived ones. */
export function toFits(filter: AuditFilter): (row: ChainRow) => boolean {
  const { accounts, fromAt, toAt, search = "" } = filter;
  const wanted = EQUALS.map(
    ([name, column]) => [CHAINED_COLUMNS.indexOf(column), filter[name]] as const,
  ).filter(([, value]) => value !== undefined);
  const pattern = search === "" ? null : toTextPattern(search);
  const refs = accounts === "all" ? null : new Set<unknown>(accounts);
  return (row) => {
    const at = atOf(row);
    return (
      (fromAt === undefined || at >= fromAt) &&
      (toAt === undefined || at < toAt) &&
      (refs === null || refs.has(row[ACCOUNT_AT])) &&
      wanted.every(([index, value]) => row[index] === value) &&
      (pattern === null || SEARCHED_AT.some((index) => holds(row[index], pattern)))
    );
  };
}

function holds(cell: unknown, pattern: RegExp): boolean {
  return typeof cell === "string" && pattern.test(cell);
}
