import { ALERT_KINDS, ALERT_KIND_WORDS } from "#lib/alerts/alert-kinds";
import type { FilterSelect } from "../../../_components/filter-bar";

export function alertSelects(): readonly FilterSelect[] {
  return [
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
  ];
}
