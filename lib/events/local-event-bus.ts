import type { EventBus } from "./event-bus";

/** Wake-ups within one process. */
export function createLocalEventBus(): EventBus {
  const listeners = new Set<() => void>();
  return {
    wake() {
      // Outside the caller's stack: a listener that throws must not fail the writer.
      for (const listener of listeners) queueMicrotask(listener);
    },
    subscribe(listener) {
      // A wrapper, so that the same function subscribed twice counts twice.
      const entry = (): void => {
        if (listeners.has(entry)) listener();
      };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    close: async () => listeners.clear(),
  };
}
