"use client";

import { useEffect, useRef } from "react";
import type { FocusEvent } from "react";
import { toDayOf } from "./day-of.pure";

/** A year that is still being typed is 2, 20 or 202: it is no day yet. */
const FIRST_DAY = "2000-01-01";

/** A day of UTC in a filter bar; applied when it is left, or picked. */
export function DayInput(props: {
  name: "from" | "to";
  label: string;
  value: string | undefined;
  apply: () => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  const shown = toDayOf(props.name, props.value);
  // Back, or a link: the box says what the address says, but never over typing.
  useEffect(() => {
    const input = box.current;
    if (input && input !== document.activeElement) input.value = shown;
  }, [shown]);
  const leave = ({ target }: FocusEvent<HTMLInputElement>) => {
    if (!target.validity.valid) target.value = shown;
    else if (target.value !== shown) props.apply();
  };
  return (
    <label>
      {props.label}
      <input
        ref={box}
        className="form-control"
        type="date"
        name={props.name}
        min={FIRST_DAY}
        defaultValue={shown}
        onBlur={leave}
      />
    </label>
  );
}
