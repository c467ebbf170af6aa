"use client";

import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";

export interface Suggestion {
  key: string;
  /** Hostile text. */
  label: string;
  detail: string;
}

/** Answers null where nothing could be asked. */
export type FindSuggestions = (
  text: string,
  signal: AbortSignal,
) => Promise<readonly Suggestion[] | null>;

const PAUSE_MS = 120;

/**
 * Suggestions for a text box, as ARIA's combobox: arrows move, Enter takes the one that is marked,
 * Escape closes the list and keeps what was typed. `SuggestionList` draws them.
 */
export function useSuggestions(options: {
  find: FindSuggestions;
  onTake: (suggestion: Suggestion) => void;
  /** For a box that is a list of its own: shown while nothing is typed, and never closed. */
  always?: { initial: readonly Suggestion[] };
}) {
  const { always } = options;
  const id = useId();
  const unmarked = always === undefined ? NONE : 0;
  const [shown, setShown] = useState<Shown>({ found: always?.initial ?? [], marked: unmarked });
  const asking = useRef<Asking>(undefined);
  useEffect(() => () => stop(asking.current), []);
  const { found, marked } = shown;
  const mark = (index: number) => setShown((now) => ({ ...now, marked: index }));
  const show = (suggestions: readonly Suggestion[]) =>
    setShown((before) => ({ found: suggestions, marked: keepMark(before, suggestions, unmarked) }));
  const stopAsking = () => {
    stop(asking.current);
    asking.current = undefined;
  };
  const close = () => {
    stopAsking();
    if (always === undefined) show([]);
  };
  const onTyped = (text: string) => {
    stopAsking();
    mark(unmarked);
    if (text.trim() === "") return show(always?.initial ?? []);
    const abort = new AbortController();
    const ask = async () => {
      const answer = await options.find(text.trim(), abort.signal).catch(() => null);
      if (abort.signal.aborted) return;
      show(answer ?? []);
      const isWanted = asking.current?.isFirstWanted === true;
      asking.current = undefined;
      if (isWanted) take(answer?.[0]);
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    asking.current = { timer, abort, isFirstWanted: false };
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (suggestion === undefined) return;
    close();
    options.onTake(suggestion);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (always !== undefined && asking.current && event.key === "Enter" && marked === unmarked) {
      // The list is of what was typed before.
      asking.current.isFirstWanted = true;
      return event.preventDefault();
    }
    if (found.length === 0) return;
    const step = STEPS[event.key];
    // Enter on what was typed is the form's own.
    if (event.key === "Enter" && marked === NONE) return close();
    if (step !== undefined) mark(wrap(marked + step, { least: unmarked, most: found.length }));
    else if (event.key === "Enter") take(found[marked]);
    else if (event.key === "Escape" && always === undefined) close();
    else return;
    event.preventDefault();
  };
  return {
    input: {
      role: "combobox" as const,
      "aria-expanded": found.length > 0,
      "aria-controls": `${id}-list`,
      "aria-autocomplete": "list" as const,
      "aria-activedescendant": marked < 0 || found.length === 0 ? undefined : `${id}-${marked}`,
      autoComplete: "off",
      onKeyDown,
      onBlur: close,
    },
    list: { id, found, marked, take },
    onTyped,
  };
}

interface Shown {
  found: readonly Suggestion[];
  /** Its place among them; `NONE` for none. */
  marked: number;
}

/** An answer that comes while one chooses: the mark stays on what it was on. */
function keepMark(before: Shown, found: readonly Suggestion[], unmarked: number): number {
  if (before.marked === unmarked) return unmarked;
  const key = before.found[before.marked]?.key;
  const index = found.findIndex((suggestion) => suggestion.key === key);
  return index < 0 ? unmarked : index;
}

interface Asking {
  timer: ReturnType<typeof setTimeout>;
  abort: AbortController;
  /** Enter was pressed before the answer was there. */
  isFirstWanted: boolean;
}

function stop(asking: Asking | undefined): void {
  clearTimeout(asking?.timer);
  asking?.abort.abort();
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
/** The text box itself: past either end comes it, then the other end. */
const NONE = -1;

function wrap(index: number, { least, most }: { least: number; most: number }): number {
  if (index < least) return most - 1;
  return index >= most ? least : index;
}
