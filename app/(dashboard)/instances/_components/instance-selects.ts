import { INSTANCE_STATES } from "#lib/db/schema/constants";
import type { FilterSelect } from "../../../_components/filter-bar";
import { REGION_OPTIONS } from "../../../_components/regions";

export const INSTANCE_SELECTS: readonly FilterSelect[] = [
  {
    name: "health",
    label: "Health",
    options: [
      { value: "", label: "Every health" },
      { value: "needs_you", label: "Needs you" },
      { value: "protected", label: "Protected" },
      { value: "waiting", label: "Waiting" },
      { value: "paused", label: "Paused" },
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
  {
    name: "region",
    label: "Region",
    options: [{ value: "", label: "Every region" }, ...REGION_OPTIONS],
  },
];
