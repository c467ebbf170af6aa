import { ALERT_KINDS, ALERT_KIND_WORDS } from "#lib/alerts/alert-kinds";
import type { FilterSelect } from "../../../_components/filter-bar";
import { accountSelect, filterSelect } from "../../../_components/filter-select";

export function alertSelects(
  accountIds: readonly string[],
  instance: { id: string; name: string } | null,
): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "status",
      label: "State",
      every: "Open and closed",
      choices: [
        ["open", "Open"],
        ["closed", "Closed"],
      ],
    }),
    filterSelect({
      name: "kind",
      label: "Kind",
      every: "Every kind",
      choices: ALERT_KINDS.map((kind) => [kind, ALERT_KIND_WORDS[kind]]),
    }),
    filterSelect({
      name: "severity",
      label: "Severity",
      every: "Every severity",
      choices: [
        ["critical", "Critical"],
        ["warning", "Warning"],
      ],
    }),
    accountSelect(accountIds),
    ...(instance === null ? [] : [instanceSelect(instance)]),
  ];
}

function instanceSelect({ id, name }: { id: string; name: string }): FilterSelect {
  return filterSelect({
    name: "instance",
    label: "Instance",
    every: "Every instance",
    choices: [[id, name]],
  });
}
