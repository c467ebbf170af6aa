import type { Context } from "#lib/context";
import { listInstances } from "#lib/instances/list-instances";
import { getRetentionHistory } from "#lib/retention/get-retention-history";
import type { Sample } from "./sample";

const INSTANCES_MAX = 100;
const IMAGES_MAX = 400;

/** The real history that an editor plans over: the instance that is wanted, or the one with most. */
export async function readSample(ctx: Context, wanted: string | undefined): Promise<Sample | null> {
  const { items } = await listInstances(ctx, { limit: INSTANCES_MAX });
  const [most] = items.toSorted((a, b) => b.availableCount - a.availableCount);
  const chosen = items.find(({ id }) => id === wanted) ?? most;
  if (!chosen) return null;
  const history = await getRetentionHistory(ctx, { instanceId: chosen.id, limit: IMAGES_MAX });
  return {
    instanceId: chosen.id,
    instances: items.map(({ id, name, instanceId }) => ({ id, label: name || instanceId })),
    instance: history.facts,
    backups: history.backups,
  };
}
