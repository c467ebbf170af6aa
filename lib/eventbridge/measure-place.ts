import { DAY, HOUR } from "../clock";
import { ServiceError } from "../errors";
import { patchPlace, type PlaceRow } from "./places.repo";
import type { Work } from "./work-on-object";

/** What CloudWatch counted of the function in the last 24 hours, where the credential may ask. */
export async function measurePlace({ ctx, place, at }: Work): Promise<void> {
  const { clock, db } = ctx.runtime;
  const now = clock.now();
  const set = await measure().catch((error: unknown): Partial<PlaceRow> => {
    if (!(error instanceof ServiceError)) throw error;
    return {
      measureError: error.suggestion ? `${error.message} ${error.suggestion}` : error.message,
    };
  });
  await db.write((tx) => patchPlace(tx, place.id, { ...set, measuredAt: now }));

  async function measure(): Promise<Partial<PlaceRow>> {
    const { functionName } = at.names;
    const range = { functionName, from: now - DAY, to: now, periodSeconds: HOUR / 1_000 };
    const { cloudwatch } = at.scheduling;
    const calls = await cloudwatch.sumByPeriod({ ...range, metricName: "Invocations" });
    const errors = await cloudwatch.sumByPeriod({ ...range, metricName: "Errors" });
    const last = calls.findLast(({ sum }) => sum > 0);
    return {
      invocations: total(calls),
      invocationErrors: total(errors),
      measureError: null,
      ...(last ? { lastInvokedAt: last.at } : {}),
    };
  }
}

function total(periods: ReadonlyArray<{ sum: number }>): number {
  return Math.round(periods.reduce((all, { sum }) => all + sum, 0));
}
