import type { FilterSelect, FilterText } from "../../../_components/filter-bar";

export function auditSelects(): readonly FilterSelect[] {
  return [
    {
      name: "actorType",
      label: "By",
      options: [
        { value: "", label: "By anybody" },
        { value: "user", label: "By people" },
        { value: "token", label: "By API tokens" },
        { value: "system", label: "By jobs" },
        { value: "cli", label: "By the command line" },
        { value: "callback", label: "By functions in AWS" },
        { value: "anonymous", label: "By nobody signed in" },
      ],
    },
    {
      name: "target",
      label: "Done to",
      options: [
        { value: "", label: "Done to anything" },
        ...TARGETS.map((target) => ({ value: target, label: target.replaceAll("_", " ") })),
      ],
    },
  ];
}

const TARGETS = [
  "account",
  "alert",
  "audit",
  "backup",
  "channel",
  "credential",
  "finding",
  "instance",
  "plan",
  "policy",
  "rule",
  "schedule",
  "session",
  "settings",
  "user",
];

/** Whole names: what is typed among other things. */
export function auditTexts(): readonly FilterText[] {
  return [
    { name: "actor", label: "Name of the actor", options: [] },
    {
      name: "action",
      label: "Action, for example backup.start",
      options: [
        "backup.start",
        "backup.delete",
        "backup.deleted",
        "backup.failed",
        "credential.create",
        "session.start",
        "session.refuse",
        "settings.update",
      ],
    },
  ];
}
