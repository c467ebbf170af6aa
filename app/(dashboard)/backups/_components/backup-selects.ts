import type { BackupOptionsDto } from "#lib/backups/dto";
import type { FilterSelect } from "../../../_components/filter-bar";
import { accountSelect, filterSelect, regionSelect } from "../../../_components/filter-select";

/** Always in view. */
export function backupSelects(options: BackupOptionsDto): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "status",
      label: "Status",
      every: "Every status",
      choices: [
        ["queued,creating,pending", "Running"],
        ["available", "Available"],
        ["failed,missed", "Failed or missed"],
        ["gone", "Gone from AWS"],
        ["expected", "Expected"],
        ["skipped", "Skipped"],
        ["deleting,deleted,forgotten", "Removed"],
      ],
    }),
    accountSelect(options.accounts),
    regionSelect(options.regions),
  ];
}

/** Behind "More filters". */
export function moreBackupSelects(options: BackupOptionsDto): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "kind",
      label: "How it came to be",
      every: "Every kind",
      choices: [
        ["scheduled", "Scheduled"],
        ["manual", "Asked for by hand"],
        ["adopted", "Adopted from AWS"],
      ],
    }),
    filterSelect({
      name: "schedule",
      label: "Schedule",
      every: "Every schedule",
      choices: options.schedules.map(({ id, name, isDeleted }) => [
        id,
        isDeleted ? `${name} (deleted)` : name,
      ]),
    }),
    filterSelect({
      name: "held",
      label: "Hold",
      every: "Held or not",
      choices: [
        ["true", "Held"],
        ["false", "Not held"],
      ],
    }),
    filterSelect({ name: "tag", label: "Tag", every: "Every tag", choices: options.tags }),
  ];
}
