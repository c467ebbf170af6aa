"use client";

import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { ComponentType, ReactNode } from "react";
import type { ActionResult } from "#lib/web/action-result";
import { showAct } from "./show-act";

/** What can be chosen: our id, and what a person calls it. */
export interface Choosable {
  id: string;
  label: string;
}

export interface Noun {
  one: string;
  many: string;
}

/** A page of everything that the list's filters match. */
export interface MatchingPage {
  items: Choosable[];
  nextCursor: string | null;
}
export type ListMatching = (input: {
  filters: Readonly<Record<string, string>>;
  cursor?: string;
}) => Promise<ActionResult<MatchingPage>>;

export interface ActDialogProps {
  /** As it was when the act was chosen. */
  chosen: ReadonlyMap<string, string>;
  noun: Noun;
  onClose: () => void;
  /** The ids of what was done, before it closes. */
  onDone?: (ids: readonly string[]) => void;
}
export type ActDialog = ComponentType<ActDialogProps>;

export interface Selection {
  rows: readonly Choosable[];
  /** How many the filters match; null where nobody counts them. */
  total: number | null;
  noun: Noun;
  filters: Readonly<Record<string, string>>;
  listMatching: ListMatching | null;
  chosen: ReadonlyMap<string, string>;
  change: (items: readonly Choosable[], on: boolean) => void;
  clear: () => void;
  /** With Shift, all from the last one touched to this. */
  toggle: (item: Choosable, how: { on: boolean; withShift: boolean }) => void;
  openAct: (dialog: ActDialog) => void;
}

const SelectionContext = createContext<Selection | null>(null);

export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (selection === null) throw new Error("A selection's part stands outside its provider.");
  return selection;
}

/**
 * Around a list: what is chosen in it stays chosen from page to page and while rows change live;
 * other filters make it another list.
 */
export function SelectionProvider(props: {
  rows: readonly Choosable[];
  total: number | null;
  noun: Noun;
  filters: Readonly<Record<string, string>>;
  /** Left out, only what is in view can be chosen. */
  listMatching?: ListMatching;
  children: ReactNode;
}) {
  const { rows, total, noun, filters, listMatching = null } = props;
  const scope = JSON.stringify(filters);
  const [held, setHeld] = useState({ scope, chosen: NOTHING });
  const anchor = useRef<string | null>(null);
  const latest = useRef(scope);
  useEffect(() => {
    latest.current = scope;
  }, [scope]);
  const chosen = held.scope === scope ? held.chosen : NOTHING;
  const selection = useMemo((): Selection => {
    const change: Selection["change"] = (items, on) => {
      // An answer that comes late, for another list by now, leaves this one's alone.
      if (latest.current !== scope) return;
      setHeld((before) => {
        const next = new Map(before.scope === scope ? before.chosen : NOTHING);
        for (const { id, label } of items) {
          if (on) next.set(id, label);
          else next.delete(id);
        }
        return { scope, chosen: next };
      });
    };
    return {
      rows,
      total,
      noun,
      filters,
      listMatching,
      chosen,
      change,
      clear: () => {
        if (latest.current === scope) setHeld({ scope, chosen: NOTHING });
      },
      toggle: (item, { on, withShift }) => {
        change(withShift ? between(rows, anchor.current, item) : [item], on);
        anchor.current = item.id;
      },
      openAct: (Dialog) =>
        showAct({
          Dialog,
          chosen,
          noun,
          onDone: (ids) =>
            change(
              ids.map((id) => ({ id, label: "" })),
              false,
            ),
        }),
    };
  }, [rows, total, noun, filters, listMatching, chosen, scope]);
  return <SelectionContext value={selection}>{props.children}</SelectionContext>;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

function between(rows: readonly Choosable[], anchor: string | null, item: Choosable) {
  const [from, to] = [anchor, item.id].map((wanted) => rows.findIndex(({ id }) => id === wanted));
  if (from === undefined || to === undefined || from < 0 || to < 0) return [item];
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** "3 instances", "one instance". */
export function countOf(count: number, noun: Noun): string {
  return count === 1 ? `one ${noun.one}` : `${count.toLocaleString("en")} ${noun.many}`;
}
