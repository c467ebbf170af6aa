import type { InstanceFacetsDto } from "#lib/instances/dto";
import type { FilterSelect } from "../../../_components/filter-bar";
import { accountSelect, filterSelect, regionSelect } from "../../../_components/filter-select";

/** From what is in use, with how many instances each would leave alone. */
export function toSelects({ accounts, regions }: InstanceFacetsDto): FilterSelect[] {
  return [
    filterSelect({
      name: "health",
      label: "Health",
      every: "Every health",
      choices: [
        ["needs_you", "Needs you"],
        ["protected", "Protected"],
        ["waiting", "Waiting"],
        ["paused", "Paused"],
      ],
    }),
    accountSelect(accounts.map(({ accountId, count }) => counted(accountId, count))),
    regionSelect(regions.map(({ region, count }) => counted(region, count))),
  ];
}

export function toMoreSelects(facets: InstanceFacetsDto): FilterSelect[] {
  return [
    filterSelect({
      name: "state",
      label: "State in EC2",
      every: "Every state in EC2",
      choices: facets.states.map(({ state, count }) => counted(state, count)),
    }),
    filterSelect({
      name: "schedule",
      label: "Schedule",
      every: "Every schedule",
      choices: [["none", "No schedule"], ...facets.schedules.map(named)],
    }),
    filterSelect({
      name: "scheduler",
      label: "Started by",
      every: "Started by either",
      choices: [
        ["local", "Started by AMIVault"],
        ["eventbridge", "Started by AWS"],
      ],
    }),
    filterSelect({
      name: "policy",
      label: "Retention policy",
      every: "Every policy",
      choices: [
        ["default", "The default policy"],
        ["own", "Rules of their own"],
        ...facets.policies.map(named),
      ],
    }),
    filterSelect({
      name: "credentialId",
      label: "Credential",
      every: "Every credential",
      choices: [["none", "No credential"], ...facets.credentials.map(named)],
    }),
  ];
}

function counted(value: string, count: number) {
  return [value, `${value} (${count.toLocaleString("en")})`] as const;
}

function named({ id, name }: { id: string; name: string }) {
  return [id, name] as const;
}
