import type { ListBackupsInput, ListBackupsQuery } from "./schemas";

type Text<T> = { [Name in keyof T]?: string };

/** Filters that were parsed, as an address has them: verbs parse for themselves. */
export function toFilterText<T extends Partial<Omit<ListBackupsQuery, "limit" | "cursor">>>(
  filters: T,
): Text<Omit<ListBackupsInput, "limit" | "cursor">> {
  const { status, kind, held, tag, ...rest } = filters;
  return {
    ...rest,
    ...(status ? { status: status.join(",") } : {}),
    ...(kind ? { kind: kind.join(",") } : {}),
    ...(held === undefined ? {} : { held: String(held) }),
    ...(tag ? { tag: tag.value === null ? tag.key : `${tag.key}=${tag.value}` } : {}),
  };
}
