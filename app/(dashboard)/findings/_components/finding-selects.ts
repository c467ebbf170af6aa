import type { FilterSelect } from "../../../_components/filter-bar";
import { REGION_OPTIONS } from "../../../_components/regions";

export function findingSelects(): readonly FilterSelect[] {
  return [
    {
      name: "kind",
      label: "Kind",
      options: [
        { value: "", label: "To mend" },
        { value: "orphan", label: "Orphans" },
        { value: "unknown_instance", label: "Instance unknown" },
        { value: "drift", label: "Changed in AWS" },
        { value: "gone", label: "Gone from AWS" },
        { value: "second_image", label: "Second image" },
        { value: "foreign", label: "Not ours" },
      ],
    },
    {
      name: "state",
      label: "State",
      options: [
        { value: "", label: "Open" },
        { value: "ignored", label: "Ignored" },
        { value: "resolved", label: "Mended" },
        { value: "all", label: "All" },
      ],
    },
    {
      name: "region",
      label: "Region",
      options: [{ value: "", label: "Every region" }, ...REGION_OPTIONS],
    },
  ];
}
