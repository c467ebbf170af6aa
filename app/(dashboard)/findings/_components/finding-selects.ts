import type { FilterSelect } from "../../../_components/filter-bar";
import { filterSelect, regionSelect } from "../../../_components/filter-select";
import { REGIONS } from "../../../_components/regions";

export function findingSelects(): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "kind",
      label: "Kind",
      every: "To mend",
      choices: [
        ["orphan", "Orphans"],
        ["unknown_instance", "Instance unknown"],
        ["drift", "Changed in AWS"],
        ["gone", "Gone from AWS"],
        ["second_image", "Second image"],
        ["foreign", "Not ours"],
      ],
    }),
    filterSelect({
      name: "state",
      label: "State",
      every: "Open",
      choices: [
        ["ignored", "Ignored"],
        ["resolved", "Mended"],
        ["all", "All"],
      ],
    }),
    regionSelect(REGIONS),
  ];
}
