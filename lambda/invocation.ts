import { FUNCTION } from "./contract/function.pure";
import type { Settings } from "./settings";

/** Of Lambda's context, all that is used; `{}` outside of Lambda. */
export interface LambdaContext {
  getRemainingTimeInMillis?: () => number;
}

export interface Invocation {
  settings: Settings;
  /** Whole milliseconds until Lambda ends it, with a second to spare. */
  remainingMs(): number;
}

export function beginInvocation(settings: Settings, context: LambdaContext = {}): Invocation {
  const { getRemainingTimeInMillis: remaining } = context;
  const startedAt = performance.now();
  const ownMs = () => FUNCTION.timeoutSeconds * 1_000 - (performance.now() - startedAt);
  return {
    settings,
    remainingMs: () => Math.max(0, Math.floor((remaining ? remaining() : ownMs()) - SPARE_MS)),
  };
}

const SPARE_MS = 1_000;
