import type { AuditActorDto } from "#lib/audit/dto";
import type { FilterSelect, FilterText } from "../../../_components/filter-bar";
import { toActorOptions } from "./actor-words.pure";

export function auditSelects(actors: readonly AuditActorDto[]): readonly FilterSelect[] {
  return [
    {
      name: "actorId",
      label: "Person",
      options: [{ value: "", label: "Every person" }, ...toActorOptions(actors)],
    },
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
  "discovered",
  "discovery",
  "eventbridge_place",
  "exclusion_window",
  "finding",
  "instance",
  "key_ring",
  "plan",
  "policy",
  "rule",
  "schedule",
  "session",
  "settings",
  "token",
  "user",
];

/** Whole names: what is typed among other things. */
export function auditTexts(): readonly FilterText[] {
  return [
    {
      name: "actor",
      label: "Name of a job or command",
      options: [
        "backup.run",
        "eventbridge",
        "import",
        "keys",
        "poll.images",
        "reconcile",
        "removal.run",
        "retention",
        "start",
        "tick",
      ],
    },
    {
      name: "action",
      label: "Action",
      options: [
        "backup.start",
        "backup.delete",
        "backup.deleted",
        "backup.failed",
        "credential.add",
        "session.start",
        "session.refuse",
        "settings.update",
      ],
    },
  ];
}
