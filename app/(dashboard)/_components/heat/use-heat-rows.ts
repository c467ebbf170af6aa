import { useEffect, useMemo, useRef, useState } from "react";
import type { Dispatch, SetStateAction } from "react";
import type { BackupDaysPage } from "#lib/instances/dto";
import { joinRows, toHeatRows, toHeatUrl, withHead, type HeatRows } from "./heat-query.pure";

/** A busy fleet changes each second: what lies further down is asked again this often at most. */
const AGAIN_MS = 30_000;

/** All rows, loaded as far as somebody looks; the first page is the server's, and stays fresh. */
export function useHeatRows(input: { first: BackupDaysPage; query: string; wanted: number }) {
  const { first, query, wanted } = input;
  const [loaded, setLoaded] = useState<HeatRows | null>(null);
  const [failedAt, setFailedAt] = useState<string | null>(null);
  const shown = useMemo(() => {
    if (loaded === null) return toHeatRows("", first);
    return loaded.query === "" ? withHead(loaded, first) : loaded;
  }, [loaded, first]);
  const isOther = shown.query !== query;
  const isShort = shown.nextCursor !== null && shown.rows.length < Math.min(wanted, shown.total);
  const place = isOther || isShort ? `${query} ${isOther ? "" : shown.nextCursor}` : null;

  useEffect(() => {
    if (place === null || place === failedAt) return undefined;
    const leaving = new AbortController();
    fetchPage(toHeatUrl(query, isOther ? null : shown.nextCursor), { signal: leaving.signal }).then(
      (page) => setLoaded(isOther ? toHeatRows(query, page) : joinRows(shown, page)),
      () => (leaving.signal.aborted ? undefined : setFailedAt(place)),
    );
    return () => leaving.abort();
    // Asked for once for each place; the rows it is joined to are those of that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [place, failedAt]);
  useReload({ loaded, first, setLoaded });

  return {
    rows: shown.rows,
    total: shown.total,
    isLoading: place !== null && place !== failedAt,
    retry: place !== null && place === failedAt ? () => setFailedAt(null) : null,
  };
}

function useReload(of: {
  loaded: HeatRows | null;
  first: BackupDaysPage;
  setLoaded: Dispatch<SetStateAction<HeatRows | null>>;
}): void {
  const { loaded, first, setLoaded } = of;
  const readAt = useRef(0);
  const seen = useRef(first);
  useEffect(() => {
    if (loaded === null || seen.current === first) return undefined;
    seen.current = first;
    const read = () => {
      readAt.current = Date.now();
      readAgain(loaded).then(
        (rows) => setLoaded((now) => (now?.query === rows.query ? rows : now)),
        () => undefined,
      );
    };
    const timer = setTimeout(read, Math.max(0, readAt.current + AGAIN_MS - Date.now()));
    return () => clearTimeout(timer);
    // Only a refresh of the page asks again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [first]);
}

async function readAgain(before: HeatRows): Promise<HeatRows> {
  let rows = toHeatRows(before.query, await fetchPage(toHeatUrl(before.query, null), UNASKED));
  while (rows.nextCursor !== null && rows.rows.length < before.rows.length) {
    rows = joinRows(rows, await fetchPage(toHeatUrl(before.query, rows.nextCursor), UNASKED));
  }
  return rows;
}

/** Nobody did anything: the session may grow idle. */
const UNASKED = { headers: { "x-amivault-background": "1" } };

async function fetchPage(url: string, options: RequestInit): Promise<BackupDaysPage> {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`The days could not be read: ${answer.status}`);
  return (await answer.json()) as BackupDaysPage;
}
