"use client";

import { useSyncExternalStore } from "react";
import type { ActDialog, ActDialogProps } from "./selection";

interface OpenAct extends Pick<ActDialogProps, "chosen" | "noun" | "onDone"> {
  Dialog: ActDialog;
}

let open: OpenAct | null = null;
const listeners = new Set<() => void>();

export function showAct(act: OpenAct | null): void {
  open = act;
  for (const listener of listeners) listener();
}

/**
 * Where acts on many have their dialog: in the layout, because an act may take the last row of its
 * list away, and what became of each has still to be told.
 */
export function ActHost() {
  const act = useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
  if (act === null) return null;
  const { Dialog, ...given } = act;
  return <Dialog {...given} onClose={() => showAct(null)} />;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
