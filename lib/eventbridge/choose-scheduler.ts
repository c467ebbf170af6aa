import { requirePermission } from "../auth/require-permission";
import { writeAs } from "../auth/write-as";
import { runEach, type BulkReportDto } from "../bulk";
import type { Context } from "../context";
import { getInstanceDto, getProtectedRow } from "../instances/get-instance-row";
import type { InstanceDto } from "../instances/dto";
import { noteInstanceChange, toAudited } from "../instances/instance-changed";
import { ChooseSchedulerInput, ChooseSchedulersInput } from "./schemas";
import { setScheduler } from "./set-scheduler";

/** Lets AWS start the scheduled backups of an instance, or AMIVault again. What AWS needs is a job's. */
export async function chooseScheduler(
  ctx: Context,
  input: ChooseSchedulerInput,
): Promise<InstanceDto> {
  requirePermission(ctx, "schedules.write");
  const { instanceId: id, scheduler } = ChooseSchedulerInput.parse(input);
  return writeAs(ctx, async (tx) => {
    const { instance } = await getProtectedRow(tx, ctx, id);
    if (instance.scheduler === scheduler) return getInstanceDto(tx, ctx, id);
    const before = toAudited(await getInstanceDto(tx, ctx, id));
    await setScheduler(tx, ctx, { instanceRef: id, place: instance, scheduler });
    const after = toAudited(await getInstanceDto(tx, ctx, id));
    return noteInstanceChange(tx, ctx, { id, action: "instance.scheduler", before, after });
  });
}

/** Of many, each by itself: one that AWS cannot take costs the others nothing. */
export async function chooseSchedulers(
  ctx: Context,
  input: ChooseSchedulersInput,
): Promise<BulkReportDto> {
  requirePermission(ctx, "schedules.write");
  const { ids, scheduler } = ChooseSchedulersInput.parse(input);
  return runEach(ctx, ids, async (instanceId) => {
    await chooseScheduler(ctx, { instanceId, scheduler });
  });
}
