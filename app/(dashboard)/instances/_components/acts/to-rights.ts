import type { Permission } from "#lib/auth/permissions";
import type { InstanceRights } from "./instance-acts";

export function toRights(may: (permission: Permission) => boolean): InstanceRights {
  return {
    backUp: may("backups.create"),
    check: may("instances.validate"),
    pause: may("instances.pause"),
    write: may("instances.write"),
    setScheduler: may("schedules.write"),
    setPolicy: may("policies.write") && may("instances.write"),
    remove: may("instances.remove"),
  };
}
