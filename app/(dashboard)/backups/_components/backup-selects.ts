import type { BackupOptionsDto } from "#lib/backups/dto";
import type { FilterSelect } from "../../../_components/filter-bar";

type Option = FilterSelect["options"][number];

/** Always in view. */
export function backupSelects(options: BackupOptionsDto): readonly FilterSelect[] {
  return [
    {
      name: "status",
      label: "Status",
      options: [
        { value: "", label: "Every status" },
        { value: "queued,creating,pending", label: "Running" },
        { value: "available", label: "Available" },
        { value: "failed,missed", label: "Failed or missed" },
        { value: "gone", label: "Gone from AWS" },
        { value: "expected", label: "Expected" },
        { value: "skipped", label: "Skipped" },
        { value: "deleting,deleted,forgotten", label: "Removed" },
      ],
    },
    accountSelect(options),
    regionSelect(options),
  ];
}

/** Behind "More filters". */
export function moreBackupSelects(options: BackupOptionsDto): readonly FilterSelect[] {
  return [
    {
      name: "kind",
      label: "How it came to be",
      options: [
        { value: "", label: "Every kind" },
        { value: "scheduled", label: "Scheduled" },
        { value: "manual", label: "Asked for by hand" },
        { value: "adopted", label: "Adopted from AWS" },
      ],
    },
    {
      name: "schedule",
      label: "Schedule",
      options: [
        { value: "", label: "Every schedule" },
        ...options.schedules.map(({ id, name, isDeleted }) => ({
          value: id,
          label: isDeleted ? `${name} (deleted)` : name,
        })),
      ],
    },
    {
      name: "held",
      label: "Hold",
      options: [
        { value: "", label: "Held or not" },
        { value: "true", label: "Held" },
        { value: "false", label: "Not held" },
      ],
    },
    {
      name: "tag",
      label: "Tag",
      options: [{ value: "", label: "Every tag" }, ...same(options.tags)],
    },
  ];
}

export function accountSelect({ accounts }: BackupOptionsDto): FilterSelect {
  const options = [{ value: "", label: "Every account" }, ...same(accounts)];
  return { name: "account", label: "Account", options };
}

export function regionSelect({ regions }: BackupOptionsDto): FilterSelect {
  const options = [{ value: "", label: "Every region" }, ...same(regions)];
  return { name: "region", label: "Region", options };
}

function same(values: readonly string[]): Option[] {
  return values.map((value) => ({ value, label: value }));
}
