import type { FilterSelect } from "../../../_components/filter-bar";
import { REGION_OPTIONS } from "../../../_components/regions";

export function backupSelects(): readonly FilterSelect[] {
  return [
    {
      name: "status",
      label: "Status",
      options: [
        { value: "", label: "Every status" },
        { value: "queued,creating,pending", label: "Running" },
        { value: "available", label: "Available" },
        { value: "failed,missed", label: "Failed or missed" },
        { value: "expected", label: "Expected" },
        { value: "skipped", label: "Skipped" },
        { value: "deleting,deleted,forgotten,gone", label: "Removed or gone" },
      ],
    },
    {
      name: "region",
      label: "Region",
      options: [{ value: "", label: "Every region" }, ...REGION_OPTIONS],
    },
  ];
}
