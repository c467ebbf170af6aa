import type { AuditActorDto } from "#lib/audit/dto";
import type { FilterSelect, FilterText } from "../../../_components/filter-bar";
import { filterSelect } from "../../../_components/filter-select";
import { toActorChoices } from "./actor-words.pure";

export function auditSelects(actors: readonly AuditActorDto[]): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "actorId",
      label: "Person",
      every: "Every person",
      choices: toActorChoices(actors),
    }),
    filterSelect({
      name: "target",
      label: "Done to",
      every: "Done to anything",
      choices: TARGETS.map((target) => [target, target.replaceAll("_", " ")]),
    }),
  ];
}

/** Wanted less often. */
export function moreAuditSelects(): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "actorType",
      label: "By",
      every: "By anybody",
      choices: [
        ["user", "By people"],
        ["token", "By API tokens"],
        ["system", "By jobs"],
        ["cli", "By the command line"],
        ["callback", "By functions in AWS"],
        ["anonymous", "By nobody signed in"],
      ],
    }),
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
      label: "Job or command",
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
