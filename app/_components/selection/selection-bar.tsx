"use client";

import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { CloseIcon } from "../icons";
import { SelectMatching } from "./select-matching";
import { countOf, useSelection } from "./selection";

/** Above the rows and in view while they scroll: what is chosen, and what can be done with it. */
export function SelectionBar({ children }: { children: ReactNode }) {
  const { rows, chosen, noun, change, clear } = useSelection();
  const here = rows.filter(({ id }) => chosen.has(id)).length;
  const isAll = rows.length > 0 && here === rows.length;
  const box = useRef<HTMLInputElement>(null);
  const adopt = useRef(() => {
    const on = box.current?.checked ?? false;
    if (on !== isAll) change(rows, on);
  });
  // Ticked before the page's script ran: it is told as if it were ticked now.
  useEffect(() => adopt.current(), []);
  useEffect(() => {
    if (box.current) box.current.indeterminate = here > 0 && !isAll;
  }, [here, isAll]);
  return (
    <div
      className={chosen.size === 0 ? "selection" : "selection is-open"}
      role="group"
      aria-label="Selection"
    >
      <label className="form-check m-0">
        <input
          type="checkbox"
          className="form-check-input"
          ref={box}
          checked={isAll}
          aria-label="Select all on this page"
          onChange={(event) => change(rows, event.target.checked)}
        />
        {chosen.size === 0 ? <span aria-hidden="true">Select all on this page</span> : null}
      </label>
      <span className="selection-count" role="status">
        {chosen.size === 0 ? "" : `${countOf(chosen.size, noun)} selected`}
      </span>
      <SelectMatching />
      {chosen.size === 0 ? null : (
        <div className="selection-acts" role="group" aria-label="With what is selected">
          {children}
          <button type="button" className="btn btn-quiet btn-sm" onClick={clear}>
            <CloseIcon /> Select none
          </button>
        </div>
      )}
    </div>
  );
}
