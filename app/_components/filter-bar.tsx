"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import type { ComponentType, FormEvent } from "react";
import { adoptTyped } from "./adopt-typed";
import { DayInput } from "./day-input";
import { MoreFilters, Selects, TextFilter, showFilters } from "./filter-controls";
import { SearchIcon } from "./icons";
import { toListHref } from "./list-query";

export interface FilterSelect {
  name: string;
  label: string;
  options: ReadonlyArray<{ value: string; label: string }>;
}

export interface FilterText {
  name: string;
  label: string;
  /** What may be typed among other things. */
  options: readonly string[];
}

export interface SearchInput {
  className: string;
  type: "search";
  name: string;
  "aria-label": string;
  placeholder: string;
  defaultValue: string;
  maxLength: number;
  "data-search": true;
}

/** Filters that take effect now, beside what the form says; a blank one is left out. */
export type ApplyFilters = (changes: Readonly<Record<string, string>>) => void;

export interface SearchBoxProps {
  input: SearchInput;
  inputRef: typeof adoptTyped;
  /** After each change. */
  onTyped: () => void;
  apply: ApplyFilters;
  /** Somebody goes elsewhere: what was typed is not searched for any more. */
  leave: () => void;
}

const TYPING_PAUSE_MS = 350;
const DAYS = [
  { name: "from", label: "From" },
  { name: "to", label: "To" },
] as const;

/** Filters live in the address: reload, back and a shared link show the same list. */
export function FilterBar(props: {
  path: string;
  /** Left out where there is nothing to search for. */
  searchLabel?: string;
  filters: Readonly<Record<string, string>>;
  selects: readonly FilterSelect[];
  texts?: readonly FilterText[];
  /** Those that are wanted less often: folded away while none of them is set. */
  more?: readonly FilterSelect[];
  /** Among those, from one day to another, by `from` and `to`. */
  withDays?: boolean;
  /** In place of the plain search box. */
  SearchBox?: ComponentType<SearchBoxProps>;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [pending, startTransition] = useTransition();
  const filters = useRef(props.filters);
  useEffect(() => {
    filters.current = props.filters;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const leave = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const said = JSON.stringify(props.filters);
  const shown = useRef(said);
  useEffect(() => {
    // Never over typing.
    if (pending || timer.current !== undefined || shown.current === said) return;
    shown.current = said;
    if (form.current !== null) showFilters(form.current, filters.current);
  }, [said, pending]);
  const applyWith: ApplyFilters = (changes) => {
    leave();
    if (form.current === null) return;
    const wanted: Record<string, string> = { ...filters.current };
    for (const [name, value] of new FormData(form.current)) {
      wanted[name] = typeof value === "string" ? value.trim() : "";
    }
    Object.assign(wanted, changes);
    startTransition(() => router.replace(toListHref(props.path, wanted), { scroll: false }));
  };
  const apply = () => applyWith({});
  const applySoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(apply, TYPING_PAUSE_MS);
  };
  // Whoever follows a link at once gets there: what waited goes first, and the link overtakes it.
  const applyWaiting = () => {
    if (timer.current !== undefined) apply();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply();
  };
  const { SearchBox = PlainSearchBox } = props;
  const more = props.more ?? [];
  const days = props.withDays === true ? DAYS : [];
  const folded = [...more, ...days].map(({ name }) => name);
  const moreSet = folded.filter((name) => (props.filters[name] ?? "") !== "").length;
  const searchInput: SearchInput | null =
    props.searchLabel === undefined
      ? null
      : {
          className: "form-control",
          type: "search",
          name: "search",
          "aria-label": props.searchLabel,
          placeholder: props.searchLabel,
          defaultValue: props.filters["search"] ?? "",
          maxLength: 200,
          "data-search": true,
        };
  return (
    <form
      ref={form}
      className="filters"
      role="search"
      aria-busy={pending}
      onSubmit={submit}
      onBlur={applyWaiting}
    >
      {searchInput === null ? null : (
        <div className="search">
          <SearchIcon />
          <SearchBox
            input={searchInput}
            inputRef={adoptTyped}
            onTyped={applySoon}
            apply={applyWith}
            leave={leave}
          />
        </div>
      )}
      <Selects selects={props.selects} filters={props.filters} onChange={apply} />
      {(props.texts ?? []).map((text) => (
        <TextFilter
          key={text.name}
          text={text}
          value={props.filters[text.name] ?? ""}
          onChange={applySoon}
        />
      ))}
      {folded.length === 0 ? null : (
        <MoreFilters set={moreSet}>
          <Selects selects={more} filters={props.filters} onChange={apply} />
          {days.map((day) => (
            <DayInput key={day.name} {...day} value={props.filters[day.name]} apply={apply} />
          ))}
        </MoreFilters>
      )}
    </form>
  );
}

function PlainSearchBox({ input, inputRef, onTyped }: SearchBoxProps) {
  return <input {...input} ref={inputRef} onChange={onTyped} />;
}
