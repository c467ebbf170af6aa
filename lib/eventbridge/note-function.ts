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
  const { runtime, environment } = SPECS.function.parse(row.confirmedSpec);
  const version = environment["AMIVAULT_FUNCTION_VERSION"] ?? null;
  if (place.functionRuntime === runtime && place.functionVersion === version) return;
  // A fallback that is not confirmed yet is remembered for the version that needs it.
  if (row.state !== "ready") return;
  await ctx.runtime.db.write((tx) =>
    patchPlace(tx, place.id, { functionRuntime: runtime, functionVersion: version }),
  );
}
