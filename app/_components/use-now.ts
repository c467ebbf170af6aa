"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;

let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The browser's clock to the second; while hydrating, the server's, so that both texts agree. */
export function useNow(serverNow: number): number {
  return useSyncExternalStore(subscribe, readNow, () => serverNow);
}

function readNow(): number {
  if (now === 0) now = Date.now();
  return now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}
