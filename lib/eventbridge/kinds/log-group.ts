import { SPECS, type SpecOf } from "../specs";
import { ownerTags, seenAs, type ObjectKind } from "./kind";

export const logGroup: ObjectKind<SpecOf<"log_group">> = {
  schema: SPECS.log_group,
  async look({ scheduling: { logs } }, { name }) {
    const found = await logs.findLogGroup(name);
    // AWS's "never" is no number of days.
    return found && seenAs({ retentionDays: found.retentionDays ?? 0 });
  },
  async put(at, { name, spec }, seen) {
    const { logs } = at.scheduling;
    if (!seen) await logs.createLogGroup(name, ownerTags(at));
    await logs.putRetention(name, spec.retentionDays);
    return "done";
  },
  async remove({ scheduling: { logs } }, { name }) {
    await logs.deleteLogGroup(name);
    return "done";
  },
};
