import type { RemovalEvidence } from "../db/schema/removal";

/** What speaks against a removal, in `RemovalEvidence.kind`. */
export const EVIDENCE_KINDS = [
  "instance",
  "launch_template",
  "launch_configuration",
  "ssm_parameter",
  "image_recipe",
  "container_recipe",
  "child_image",
  "launch_permission",
  "deregistration_protection",
  "other",
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** What is looked for, in the words of `checked`. Mandatory: no automatic removal without it. */
export const CHECKS = {
  instances: { label: "instances launched from it", mandatory: true },
  templates: { label: "launch templates, 10,000 versions deep", mandatory: true },
  parameters: { label: "SSM parameters", mandatory: true },
  recipes: { label: "Image Builder recipes", mandatory: true },
  children: { label: "child images", mandatory: true },
  configurations: { label: "launch configurations", mandatory: false },
  permissions: { label: "launch permissions", mandatory: false },
  protection: { label: "deregistration protection", mandatory: false },
} as const;
export type Check = keyof typeof CHECKS;

export interface ImageEvidence {
  /** Empty: nothing was found by what was checked. */
  evidence: RemovalEvidence[];
  /** Labels of CHECKS that were made, and `not checked: …` with the reason and what mends it. */
  checked: string[];
}

const NOT_CHECKED = "not checked: ";

export function checkedLabels(checks: readonly Check[]): string[] {
  return checks.map((check) => CHECKS[check].label);
}

export function notChecked(check: Check, why: string): string {
  return `${NOT_CHECKED}${CHECKS[check].label}. ${why}`;
}

/** Of `checked`: what could not be looked for, with the reason. */
export function gapsIn(checked: readonly string[]): string[] {
  return checked.filter((line) => line.startsWith(NOT_CHECKED));
}

/**
 * Labels of the mandatory checks that were not made: while there is one, only a person may decide.
 * Nothing checked means that all of them are missing.
 */
export function missingChecks(checked: readonly string[]): string[] {
  const made = new Set(checked);
  return Object.values(CHECKS)
    .filter(({ label, mandatory }) => mandatory && !made.has(label))
    .map(({ label }) => label);
}

/** Whether nothing speaks against the removal, and enough was looked for to say so. */
export function releasesItself({ evidence, checked }: ImageEvidence): boolean {
  return evidence.length === 0 && missingChecks(checked).length === 0;
}
