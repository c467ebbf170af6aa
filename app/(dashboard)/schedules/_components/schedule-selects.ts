import type { FilterSelect } from "../../../_components/filter-bar";

export function scheduleSelects(zones: readonly string[]): readonly FilterSelect[] {
  return [
    {
      name: "state",
      label: "State",
      options: [
        { value: "", label: "Every state" },
        { value: "enabled", label: "Running" },
        { value: "paused", label: "Paused" },
        { value: "used", label: "With instances" },
        { value: "unused", label: "Unused" },
      ],
    },
    {
      name: "zone",
      label: "Time zone",
      options: [
        { value: "", label: "Every time zone" },
        ...zones.map((zone) => ({ value: zone, label: zone })),
      ],
    },
    {
      name: "sort",
      label: "Order",
      options: [
        { value: "", label: "By next run" },
        { value: "name", label: "By name" },
      ],
    },
  ];
}
