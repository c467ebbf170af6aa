import type { FilterSelect } from "../../../_components/filter-bar";
import { filterSelect } from "../../../_components/filter-select";

export function scheduleSelects(zones: readonly string[]): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "state",
      label: "State",
      every: "Every state",
      choices: [
        ["enabled", "Running"],
        ["paused", "Paused"],
        ["used", "With instances"],
        ["unused", "Unused"],
      ],
    }),
    filterSelect({ name: "zone", label: "Time zone", every: "Every time zone", choices: zones }),
    filterSelect({
      name: "sort",
      label: "Order",
      every: "By next run",
      choices: [["name", "By name"]],
    }),
  ];
}
