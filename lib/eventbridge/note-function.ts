import { MINUTE } from "../clock";
import type { Context } from "../context";
import type { ObjectRow } from "./objects.repo";
import { patchPlace, type PlaceRow } from "./places.repo";
import { SPECS } from "./specs";

/** What AWS last confirmed of the function, on the place's own row. */
export async function noteFunction(
  ctx: Context,
  { place, row }: { place: PlaceRow; row: ObjectRow | null },
): Promise<void> {
  if (!row?.confirmedSpec) return;
  await endPreviousKey(ctx, { place, row });
  const { runtime, environment } = SPECS.function.parse(row.confirmedSpec);
  const version = environment["AMIVAULT_FUNCTION_VERSION"] ?? null;
  if (place.functionRuntime === runtime && place.functionVersion === version) return;
  // A fallback that is not confirmed yet is remembered for the version that needs it.
  if (row.state !== "ready") return;
  await ctx.runtime.db.write((tx) =>
    patchPlace(tx, place.id, { functionRuntime: runtime, functionVersion: version }),
  );
}

/** What is on its way was signed with the key before. */
const ON_THE_WAY_MS = 5 * MINUTE;

/** AWS has the new key: the one before is of no use but to whoever stole it. */
async function endPreviousKey(
  ctx: Context,
  { place, row }: { place: PlaceRow; row: ObjectRow },
): Promise<void> {
  const { clock, db } = ctx.runtime;
  const endsAt = clock.now() + ON_THE_WAY_MS;
  if (row.state !== "ready" || (place.previousKeyUntilAt ?? 0) <= endsAt) return;
  await db.write((tx) => patchPlace(tx, place.id, { previousKeyUntilAt: endsAt }));
}
