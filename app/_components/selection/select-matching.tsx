"use client";

import { useRef, useState } from "react";
import { toast } from "../popups";
import { countOf, useSelection } from "./selection";
import type { Choosable } from "./selection";

/** A person cannot look through more; what is left is the next selection's. */
const SELECTED_MAX = 10_000;

/** Beyond this page: everything that the list's filters match, fetched by cursor. */
export function SelectMatching() {
  const selection = useSelection();
  const { rows, total, noun, chosen, listMatching, filters, change } = selection;
  const [loaded, setLoaded] = useState<number | null>(null);
  const busy = useRef(false);
  const isPageChosen = rows.length > 0 && rows.every(({ id }) => chosen.has(id));
  const isMore = total === null || (total > rows.length && chosen.size < total);
  if (listMatching === null || !isMore || (!isPageChosen && loaded === null)) return null;
  const selectAll = async () => {
    if (busy.current) return;
    busy.current = true;
    setLoaded(0);
    const found: Choosable[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listMatching({ filters, ...(cursor ? { cursor } : {}) }).catch(() => null);
      if (page === null || !page.ok) {
        const reason = page === null ? "The server did not answer." : page.error.message;
        void toast({ tone: "error", text: `Not everything could be selected. ${reason}` });
        break;
      }
      found.push(...page.data.items);
      setLoaded(found.length);
      cursor = page.data.nextCursor;
    } while (cursor !== null && found.length < SELECTED_MAX);
    change(found.slice(0, SELECTED_MAX), true);
    setLoaded(null);
    busy.current = false;
  };
  const all = total === null ? `everything that matches` : `all ${countOf(total, noun)} that match`;
  return (
    <button
      type="button"
      className="btn btn-link-plain"
      aria-disabled={loaded !== null}
      onClick={() => void selectAll()}
    >
      {loaded === null ? `Select ${all}` : `Selecting… ${loaded.toLocaleString("en")}`}
    </button>
  );
}
