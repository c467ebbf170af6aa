"use client";

import { usePathname } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

type ShownDialog = (close: () => void) => ReactNode;

let open: ShownDialog | null = null;
const listeners = new Set<() => void>();

/** In place of the one that is open, if there is one. */
export function showDialog(dialog: ShownDialog | null): void {
  open = dialog;
  for (const listener of listeners) listener();
}

/**
 * Where dialogs stand that outlive what opened them: in the layout, because an act may take the last
 * row of its list away, an event any row, and what is typed, or became of each, must not go with it.
 * Another page takes them away.
 */
export function DialogHost() {
  const dialog = useSyncExternalStore(
    subscribe,
    () => open,
    () => null,
  );
  return (
    <>
      <ClosingWithPage key={usePathname()} />
      {dialog?.(close)}
    </>
  );
}

function ClosingWithPage() {
  useEffect(() => close, []);
  return null;
}

function close(): void {
  showDialog(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
