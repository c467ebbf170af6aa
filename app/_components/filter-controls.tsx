"use client";

import { useId, useState } from "react";
import type { ReactNode } from "react";
import { adoptTyped } from "./adopt-typed";
import type { FilterSelect, FilterText } from "./filter-bar";

type Filters = Readonly<Record<string, string>>;

export function TextFilter(props: { text: FilterText; value: string; onChange: () => void }) {
  const listId = useId();
  const { name, label, options } = props.text;
  return (
    <>
      <input
        className="form-control filter-text"
        name={name}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        list={listId}
        ref={adoptTyped}
        defaultValue={props.value}
        maxLength={400}
        onChange={props.onChange}
      />
      <datalist id={listId}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </>
  );
}

export function Selects(props: {
  selects: readonly FilterSelect[];
  filters: Filters;
  onChange: () => void;
}) {
  return props.selects.map((select) => (
    <select
      key={select.name}
      className="form-select"
      name={select.name}
      aria-label={select.label}
      defaultValue={props.filters[select.name] ?? ""}
      onChange={props.onChange}
    >
      {optionsOf(select, props.filters[select.name]).map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  ));
}

/** The address may hold what no option says: shown as it is, so that the list is never a riddle. */
function optionsOf(select: FilterSelect, value = ""): FilterSelect["options"] {
  if (select.options.some((option) => option.value === value)) return select.options;
  return [...select.options, { value, label: value }];
}

/** Folded away until one of them is set; not folded under the hands of who takes the last one away. */
export function MoreFilters({ set, children }: { set: number; children: ReactNode }) {
  const [isOpen, setOpen] = useState(set > 0);
  const [known, setKnown] = useState(set);
  if (known !== set) {
    setKnown(set);
    if (set > known) setOpen(true);
  }
  return (
    <details
      className="filters-more"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="btn btn-plain">More filters{set === 0 ? "" : ` (${set})`}</summary>
      <div className="filters">{children}</div>
    </details>
  );
}

/** Back, or a link to the whole list: the controls say what the address says. */
export function showFilters(form: HTMLFormElement, filters: Filters): void {
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
    // A day that is half typed has no value yet: see DayInput.
    if (control.name === "" || control.type === "date") continue;
    const wanted = filters[control.name] ?? "";
    if (control.value.trim() !== wanted) control.value = wanted;
  }
}
