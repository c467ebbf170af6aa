import { requirePermission } from "#lib/auth/require-permission";
import { writeAs } from "#lib/auth/write-as";
import type { Context } from "#lib/context";
import type { InstanceDto } from "./dto";
import { getInstanceDto, getProtectedRow } from "./get-instance-row";
import { noteInstanceChange } from "./instance-changed";
import { InstanceRef } from "./schemas";
import { setPaused } from "./set-paused";

/** Nothing is backed up by itself until it is resumed; pausing twice changes nothing. */
export async function pauseInstance(ctx: Context, input: InstanceRef): Promise<InstanceDto> {
  requirePermission(ctx, "instances.pause");
  const { instanceId: id } = InstanceRef.parse(input);
  return writeAs(ctx, async (tx) => {
    const { instance } = await getProtectedRow(tx, ctx, id);
    if (instance.paused) return getInstanceDto(tx, ctx, id);
    await setPaused(tx, ctx, { id, paused: true });
    return noteInstanceChange(tx, ctx, { id, action: "instance.pause" });
  });
}
