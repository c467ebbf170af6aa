"use client";

import { useRef, useState } from "react";
import { toast } from "../popups";
import { collectMatching } from "./collect-matching";
import { countOf, useSelection } from "./selection";
import type { ListMatching } from "./selection";

/** Beyond this page: everything that the list's filters match, or as much as one go may take. */
export function SelectMatching() {
  const selection = useSelection();
  const { rows, total, noun, chosen, listMatching, filters } = selection;
  const [loaded, setLoaded] = useState<number | null>(null);
  const scope = JSON.stringify(filters);
  const [rest, setRest] = useState<{ scope: string; from: string } | null>(null);
  const busy = useRef(false);
  const from = rest?.scope === scope ? rest.from : null;
  const isPageChosen = rows.length > 0 && rows.every(({ id }) => chosen.has(id));
  const isMore = total === null || (total > rows.length && chosen.size < total);
  const offersAll = isMore && isPageChosen && (from === null || chosen.size <= rows.length);
  const select = async (list: ListMatching, start: string | null) => {
    if (busy.current) return;
    busy.current = true;
    setLoaded(0);
    const { found, next, problem } = await collectMatching({
      listMatching: list,
      filters,
      from: start,
      onProgress: setLoaded,
    });
    if (problem !== null) {
      void toast({ tone: "error", text: `Not everything could be selected. ${problem}` });
    }
    if (problem === null || found.length > 0) {
      if (start !== null) selection.clear();
      selection.change(found, true);
      setRest(next === null ? null : { scope, from: next });
    }
    setLoaded(null);
    busy.current = false;
  };
  if (listMatching === null) return null;
  const all = total === null ? "everything that matches" : `all ${countOf(total, noun)} that match`;
  if (loaded !== null) {
    return (
      <button type="button" className="btn btn-link-plain" aria-disabled>
        Selecting… {loaded.toLocaleString("en")}
      </button>
    );
  }
  return (
    <>
      {offersAll ? (
        <button
          type="button"
          className="btn btn-link-plain"
          onClick={() => void select(listMatching, null)}
        >
          Select {all}
        </button>
      ) : null}
      {from === null ? null : (
        <>
          <span role="status">
            Not all {noun.many} that match are chosen: act on these, then go on with the next.
          </span>
          <button
            type="button"
            className="btn btn-link-plain"
            onClick={() => void select(listMatching, from)}
          >
            Select the next ones instead
          </button>
        </>
      )}
    </>
  );
}
