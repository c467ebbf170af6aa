import { ALERT_KINDS, ALERT_KIND_WORDS } from "#lib/alerts/alert-kinds";
import type { FilterSelect } from "../../../_components/filter-bar";

export function alertSelects(
  accountIds: readonly string[],
  instance: { id: string; name: string } | null,
): readonly FilterSelect[] {
  return [
    {
      name: "status",
      label: "State",
      options: [
        { value: "", label: "Open and closed" },
        { value: "open", label: "Open" },
        { value: "closed", label: "Closed" },
      ],
    },
    {
      name: "kind",
      label: "Kind",
      options: [
        { value: "", label: "Every kind" },
        ...ALERT_KINDS.map((kind) => ({ value: kind, label: ALERT_KIND_WORDS[kind] })),
      ],
    },
    {
      name: "severity",
      label: "Severity",
      options: [
        { value: "", label: "Every severity" },
        { value: "critical", label: "Critical" },
        { value: "warning", label: "Warning" },
      ],
    },
    {
      name: "account",
      label: "Account",
      options: [
        { value: "", label: "Every account" },
        ...accountIds.map((id) => ({ value: id, label: id })),
      ],
    },
    ...(instance === null
      ? []
      : [
          {
            name: "instance",
            label: "Instance",
            options: [
              { value: "", label: "Every instance" },
              { value: instance.id, label: instance.name },
            ],
          },
        ]),
  ];
}
