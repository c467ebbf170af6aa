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
}): Promise<void> {
  let left: number = options.interactive ? WAIT_MS_MAX.person : WAIT_MS_MAX.job;
  for (;;) {
    const { waitMs } = await options.budget.tryTake(options.key);
    if (waitMs <= 0) return;
    if (waitMs > left) throw exhausted(options.facts, waitMs);
    left -= waitMs;
    await pause(waitMs);
  }
}

function exhausted(facts: CallFacts, retryAfterMs: number): AwsCallError {
  const words = OWN_ERROR_WORDS["BudgetExhausted"];
  return new AwsCallError({
    action: facts.action,
    outcome: "not_sent",
    awsCode: "BudgetExhausted",
    message: (words?.message ?? "")
      .replace("{action}", facts.action)
      .replace("{region}", facts.region),
    suggestion: words?.suggestion ?? "",
    retryAfterMs,
  });
}
