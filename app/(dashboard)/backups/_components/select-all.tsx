"use client";

import { listBoxes, useChosen } from "./use-chosen";

/** Above the table, where it is also seen when every row is a card. */
export function SelectAll({ rows }: { rows: string }) {
  const { count, total } = useChosen(rows);
  return (
    <div className="panel-select" role="group" aria-label="Selection">
      <label className="form-check m-0">
        <input
          type="checkbox"
          className="form-check-input"
          checked={count > 0 && count === total}
          onChange={(event) => {
            for (const box of listBoxes()) box.checked = event.target.checked;
            document.dispatchEvent(new Event("change"));
          }}
        />{" "}
        {count === 0 ? "Select all on this page" : `${count} selected`}
      </label>
    </div>
  );
}
