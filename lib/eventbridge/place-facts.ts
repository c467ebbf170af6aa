import { DAY } from "../clock";
import type { Context } from "../context";
import { openCallbackKey } from "./callback-key";
import { readCallbackUrl } from "./callback-url";
import { loadFunctionPackage } from "./function-package";
import { installationHash } from "./installation-hash";
import { keyHash } from "./kinds/function";
import type { PlaceRecord, PlaceRow } from "./places.repo";
import { RUNTIMES } from "./specs";
import type { PlaceFacts } from "./wanted-object";

/** AWS's quota is 300 a bus, which others use too. */
const RULES_OF_OURS_MAX = 200;

/** What holds for everything of a place, as it is to be now. */
export async function readPlaceFacts(ctx: Context, record: PlaceRecord): Promise<PlaceFacts> {
  const { runtime } = ctx;
  const { place, accountId, partition } = record;
  const { installationId } = runtime.config;
  const { sha256Base64, version } = await loadFunctionPackage();
  return {
    placeId: place.id,
    installationId,
    hash: installationHash(installationId),
    partition,
    accountId,
    region: place.region,
    package: { sha256Base64, version },
    runtime: runtimeOf(place, version),
    keyHash: keyHash(openCallbackKey(runtime.vault, place)),
    callbackUrl: await readCallbackUrl(runtime),
    rulesMax: place.rulesFull ? 0 : RULES_OF_OURS_MAX,
    now: runtime.clock.now(),
  };
}

/** With other code the newest runtime is tried again. */
function runtimeOf(place: PlaceRow, version: string): string {
  return (place.functionVersion === version ? place.functionRuntime : null) ?? RUNTIMES[0];
}

/** What the objects of all places follow besides their instances and schedules. */
export async function readSharedMark(ctx: Context, windowsMark: string): Promise<string> {
  const { version } = await loadFunctionPackage();
  const url = await readCallbackUrl(ctx.runtime);
  // What stands ahead of one-time schedules moves on with the days.
  const day = Math.floor(ctx.runtime.clock.now() / DAY);
  return [version, url ?? "", windowsMark, day].join(" ");
}
