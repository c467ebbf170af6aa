import type { Context } from "../context";
import type { ObjectRow } from "./objects.repo";
import { patchPlace, type PlaceRow } from "./places.repo";
import { SPECS } from "./specs";

/** What AWS last confirmed of the function, on the place's own row. */
export async function noteFunction(
  ctx: Context,
  { place, rows }: { place: PlaceRow; rows: readonly ObjectRow[] },
): Promise<void> {
  const row = rows.find(({ kind }) => kind === "function");
  if (!row?.confirmedSpec) return;
  const { runtime, ours } = SPECS.function.parse(row.confirmedSpec);
  const version = ours?.version ?? null;
  if (place.functionRuntime === runtime && place.functionVersion === version) return;
  // A fallback that is not confirmed yet is remembered for the version that needs it.
  if (row.state !== "ready") return;
  await ctx.runtime.db.write((tx) =>
    patchPlace(tx, place.id, { functionRuntime: runtime, functionVersion: version }),
  );
}
