import { INSTANCE_STATES } from "#lib/db/schema/constants";
import type { SeenPlaces } from "#lib/discovery/list-seen-places";
import type { FilterSelect } from "../../../../_components/filter-bar";

export function discoveredSelects({ accounts, regions }: SeenPlaces): FilterSelect[] {
  return [
    {
      name: "account",
      label: "Account",
      options: [
        { value: "", label: "Every account" },
        ...accounts.map(({ accountId }) => ({ value: accountId, label: accountId })),
      ],
    },
    {
      name: "region",
      label: "Region",
      options: [
        { value: "", label: "Every region" },
        ...regions.map((region) => ({ value: region, label: region })),
      ],
    },
    {
      name: "state",
      label: "State in EC2",
      options: [
        { value: "", label: "Every state in EC2" },
        ...INSTANCE_STATES.map((state) => ({ value: state, label: state })),
      ],
    },
  ];
}
