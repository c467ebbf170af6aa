import type { InstanceFacetsDto } from "#lib/instances/dto";
import type { FilterSelect } from "../../../_components/filter-bar";

export const HEALTH_SELECT: FilterSelect = {
  name: "health",
  label: "Health",
  options: [
    { value: "", label: "Every health" },
    { value: "needs_you", label: "Needs you" },
    { value: "protected", label: "Protected" },
    { value: "waiting", label: "Waiting" },
    { value: "paused", label: "Paused" },
  ],
};

/** From what is in use, with how many instances each would leave alone. */
export function toSelects({ accounts, regions }: InstanceFacetsDto): FilterSelect[] {
  return [
    HEALTH_SELECT,
    {
      name: "account",
      label: "Account",
      options: [
        { value: "", label: "Every account" },
        ...accounts.map(({ accountId, count }) => counted(accountId, count)),
      ],
    },
    {
      name: "region",
      label: "Region",
      options: [
        { value: "", label: "Every region" },
        ...regions.map(({ region, count }) => counted(region, count)),
      ],
    },
  ];
}

export function toMoreSelects(facets: InstanceFacetsDto): FilterSelect[] {
  return [
    {
      name: "state",
      label: "State in EC2",
      options: [
        { value: "", label: "Every state in EC2" },
        ...facets.states.map(({ state, count }) => counted(state, count)),
      ],
    },
    {
      name: "schedule",
      label: "Schedule",
      options: [
        { value: "", label: "Every schedule" },
        { value: "none", label: "No schedule" },
        ...facets.schedules.map(named),
      ],
    },
    {
      name: "scheduler",
      label: "Started by",
      options: [
        { value: "", label: "Started by either" },
        { value: "local", label: "Started by AMIVault" },
        { value: "eventbridge", label: "Started by AWS" },
      ],
    },
    {
      name: "policy",
      label: "Retention policy",
      options: [
        { value: "", label: "Every policy" },
        { value: "default", label: "The default policy" },
        { value: "own", label: "Rules of their own" },
        ...facets.policies.map(named),
      ],
    },
    {
      name: "credentialId",
      label: "Credential",
      options: [
        { value: "", label: "Every credential" },
        { value: "none", label: "No credential" },
        ...facets.credentials.map(named),
      ],
    },
  ];
}

function counted(value: string, count: number) {
  return { value, label: `${value} (${count.toLocaleString("en")})` };
}

function named({ id, name }: { id: string; name: string }) {
  return { value: id, label: name };
}
