import { setTimeout as pause } from "node:timers/promises";
import { AwsCallError } from "./aws-call-error";
import { OWN_ERROR_WORDS } from "./aws-error-words.pure";
import type { ApiBudget, BucketKey } from "./budget/budget";
import type { CallFacts } from "./explain-aws-error";

/** How long a call waits for its token. A job that waits longer holds a slot for nothing. */
const WAIT_MS_MAX = { person: 5_000, job: 250 } as const;

/** Waits a little for a token, or throws `BudgetExhausted` with the time to come back after. */
export async function takeToken(options: {
  budget: ApiBudget;
  key: BucketKey;
  facts: CallFacts;
  interactive: boolean;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  let left: number = options.interactive ? WAIT_MS_MAX.person : WAIT_MS_MAX.job;
  for (;;) {
    if (options.signal?.aborted) throw notSent(options.facts, "Timeout");
    const { waitMs } = await options.budget.tryTake(options.key);
    if (waitMs <= 0) return;
    if (waitMs > left) throw notSent(options.facts, "BudgetExhausted", waitMs);
    left -= waitMs;
    await pauseUnless(options.signal, waitMs);
  }
}

async function pauseUnless(signal: AbortSignal | undefined, waitMs: number): Promise<void> {
  try {
    await pause(waitMs, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

function notSent(
  facts: CallFacts,
  code: "BudgetExhausted" | "Timeout",
  retryAfterMs?: number,
): AwsCallError {
  const words = OWN_ERROR_WORDS[code];
  return new AwsCallError({
    action: facts.action,
    outcome: "not_sent",
    awsCode: code,
    message: (words?.message ?? "")
      .replace("{action}", facts.action)
      .replace("{region}", facts.region),
    suggestion: words?.suggestion ?? "",
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
