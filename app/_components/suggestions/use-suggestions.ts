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
  const [found, setFound] = useState<readonly Suggestion[]>(always?.initial ?? []);
  const [marked, setMarked] = useState(unmarked);
  const asking = useRef<Asking>(undefined);
  useEffect(() => () => stop(asking.current), []);
  const show = (suggestions: readonly Suggestion[]) => {
    setFound(suggestions);
    setMarked(unmarked);
  };
  const close = () => {
    stop(asking.current);
    if (always === undefined) show([]);
  };
  const onTyped = (text: string) => {
    stop(asking.current);
    if (text.trim() === "") return show(always?.initial ?? []);
    const abort = new AbortController();
    const ask = async () => {
      const answer = await options.find(text.trim(), abort.signal).catch(() => null);
      if (!abort.signal.aborted) show(answer ?? []);
    };
    asking.current = { timer: setTimeout(() => void ask(), PAUSE_MS), abort };
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (suggestion === undefined) return;
    close();
    options.onTake(suggestion);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (found.length === 0 || event.nativeEvent.isComposing) return;
    const step = STEPS[event.key];
    // Enter on what was typed is the form's own.
    if (event.key === "Enter" && marked === NONE) return close();
    if (step !== undefined) setMarked(wrap(marked + step, { least: unmarked, most: found.length }));
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

interface Asking {
  timer: ReturnType<typeof setTimeout>;
  abort: AbortController;
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
