"use client";

import { useEffect, useRef } from "react";
import { useSelection } from "./selection";

/** The cell at the start of a row, in the corner of a card. */
export function PickCell(props: { id: string; label: string }) {
  return (
    <td className="pick">
      <PickBox {...props} />
    </td>
  );
}

export function PickHead() {
  return (
    <th scope="col" className="fit">
      <span className="visually-hidden">Choose</span>
    </th>
  );
}

/** Where a list has no cells. */
export function PickBox({ id, label }: { id: string; label: string }) {
  const { chosen, toggle } = useSelection();
  const box = useRef<HTMLInputElement>(null);
  const isChosen = chosen.has(id);
  const adopt = useRef(() => {
    const on = box.current?.checked ?? false;
    if (on !== isChosen) toggle({ id, label }, { on, withShift: false });
  });
  // Ticked before the page's script ran: it is told as if it were ticked now.
  useEffect(() => adopt.current(), []);
  return (
    <input
      ref={box}
      type="checkbox"
      className="form-check-input"
      aria-label={`Choose ${label}`}
      checked={isChosen}
      onChange={(event) => {
        const native: Event = event.nativeEvent;
        const withShift = native instanceof MouseEvent && native.shiftKey;
        toggle({ id, label }, { on: event.target.checked, withShift });
      }}
    />
  );
}
