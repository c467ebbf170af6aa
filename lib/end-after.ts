import { setMaxListeners } from "node:events";

export interface Ending {
  signal: AbortSignal;
  /** Nobody waits any longer. */
  done(): void;
}

/**
 * Aborts after so many milliseconds, or with `parent`. Not by `AbortSignal.any`: it holds what it is made of
 * weakly, so that a time-out that nobody else holds may be collected, and then never comes (Node 20).
 */
export function endAfter(ms: number, parent?: AbortSignal): Ending {
  const controller = new AbortController();
  // One for each call that is under way.
  setMaxListeners(0, controller.signal);
  const end = (): void => controller.abort();
  const timer = setTimeout(end, ms);
  timer.unref();
  parent?.addEventListener("abort", end, { once: true });
  if (parent?.aborted) end();
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      parent?.removeEventListener("abort", end);
    },
  };
}
