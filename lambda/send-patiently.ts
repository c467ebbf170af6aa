import { setTimeout as pause } from "node:timers/promises";
import { codeOf, isClockCorrected, isLater, isUnclear } from "./failure";
import type { Invocation } from "./invocation";
import { log } from "./log";
import { nextPauseMs } from "./pace.pure";

interface Patience {
  /** It may be sent again although AWS may have acted. */
  mayRepeat: boolean;
  /** Epoch milliseconds; it goes out no later. */
  endsAt?: number;
}

/**
 * Until AWS answers: many are due in one moment and share AWS's tokens, so that who is told to wait
 * waits, for as long as this invocation lives. Throws the last answer.
 */
export async function sendPatiently<Answer>(
  invocation: Invocation,
  { mayRepeat, endsAt = Infinity }: Patience,
  send: (options: { abortSignal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await send(sending(invocation));
    } catch (error) {
      const isWait = isLater(error);
      const isRepeatable = isWait || isClockCorrected(error) || (mayRepeat && isUnclear(error));
      const leftMs = Math.min(invocation.remainingMs() - REPORTS_MS, endsAt - Date.now());
      const pauseMs = isRepeatable
        ? nextPauseMs({ isLater: isWait, tries, leftMs, random: Math.random() })
        : null;
      if (pauseMs === null) throw error;
      log("info", "AWS is asked again", { code: codeOf(error), tries, pauseMs });
      await pause(pauseMs);
    }
  }
}

/** Time is left to say how it ended. */
export function sending({ remainingMs }: Invocation) {
  return { abortSignal: AbortSignal.timeout(Math.max(SEND_MS_MIN, remainingMs() - REPORTS_MS)) };
}

const SEND_MS_MIN = 5_000;
const REPORTS_MS = 25_000;
