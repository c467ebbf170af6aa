import { listPolicies } from "#lib/retention/list-policies";
import { getSettings } from "#lib/settings/get-settings";
import { everyPage } from "../../../../_components/every-page";
import type { NamedSchedule } from "../../../../_components/schedule/schedule-choice.pure";
import type { StartedPage } from "../../../../_components/start-page";
import { listNamedSchedules } from "../../_components/named-schedules";

/** What an instance or a rule can be given. */
export interface Gifts {
  named: readonly NamedSchedule[];
  /** Null for who may not choose a policy. */
  policies: ReadonlyArray<{ id: string; name: string }> | null;
  /** The installation's default. */
  rebootOnBackup: boolean;
  now: number;
}

export async function readGifts({ ctx, may, now }: StartedPage): Promise<Gifts> {
  const policies = may("policies.write")
    ? (await everyPage((page) => listPolicies(ctx, page)))
        .filter(({ isDefault }) => !isDefault)
        .map(({ id, name }) => ({ id, name }))
    : null;
  const { rebootOnBackup } = await getSettings(ctx);
  return { named: await listNamedSchedules(ctx), policies, rebootOnBackup, now };
}
