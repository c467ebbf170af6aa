import type { InstanceDto } from "#lib/instances/dto";
import type { BackUpTarget } from "../../../_components/back-up-now";

/** No more of the instance than the dialog shows goes to the browser. */
export function toBackUpTarget(instance: Pick<InstanceDto, keyof BackUpTarget>): BackUpTarget {
  const { id, instanceId, name, region, accountId, rebootOnBackup } = instance;
  return { id, instanceId, name, region, accountId, rebootOnBackup };
}
