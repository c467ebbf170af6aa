import { INSTANCE_STATES } from "#lib/db/schema/constants";
import type { SeenPlaces } from "#lib/discovery/list-seen-places";
import type { FilterSelect } from "../../../../_components/filter-bar";
import { accountSelect, filterSelect, regionSelect } from "../../../../_components/filter-select";

export function discoveredSelects({ accounts, regions }: SeenPlaces): FilterSelect[] {
  return [
    accountSelect(accounts.map(({ accountId }) => accountId)),
    regionSelect(regions),
    filterSelect({
      name: "state",
      label: "State in EC2",
      every: "Every state in EC2",
      choices: INSTANCE_STATES,
    }),
  ];
}
