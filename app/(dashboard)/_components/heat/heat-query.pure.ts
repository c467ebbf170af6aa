import type { BackupDaysDto, BackupDaysPage } from "#lib/instances/dto";

export interface HeatFilter {
  health: string;
  account: string;
  region: string;
}

export const NO_FILTER: HeatFilter = { health: "", account: "", region: "" };

/** What has been loaded for a filter so far. */
export interface HeatRows {
  query: string;
  rows: readonly BackupDaysDto[];
  nextCursor: string | null;
  total: number;
}

const ROWS_PER_PAGE = 200;

/** Empty for all. */
export function toHeatQuery(filter: HeatFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== "");
  return new URLSearchParams(given).toString();
}

export function toHeatUrl(query: string, cursor: string | null): string {
  const params = new URLSearchParams(query);
  params.set("limit", String(ROWS_PER_PAGE));
  if (cursor !== null) params.set("cursor", cursor);
  return `/api/backup-days?${params}`;
}

export function toHeatRows(query: string, page: BackupDaysPage): HeatRows {
  const { items, nextCursor, total } = page;
  return { query, rows: items, nextCursor, total: total ?? items.length };
}

/** Rows may have moved to another page meanwhile: each is there once, where it was seen last. */
export function joinRows(before: HeatRows, page: BackupDaysPage): HeatRows {
  const seen = new Set(page.items.map(({ instance }) => instance.id));
  const kept = before.rows.filter(({ instance }) => !seen.has(instance.id));
  return {
    query: before.query,
    rows: [...kept, ...page.items],
    nextCursor: page.nextCursor,
    total: page.total ?? before.total,
  };
}

/** The page was refreshed: its rows are the newest, and come first. */
export function withHead(loaded: HeatRows, head: BackupDaysPage): HeatRows {
  const seen = new Set(head.items.map(({ instance }) => instance.id));
  const others = loaded.rows.filter(({ instance }) => !seen.has(instance.id));
  return {
    ...loaded,
    rows: [...head.items, ...others],
    total: head.total ?? loaded.total,
  };
}
