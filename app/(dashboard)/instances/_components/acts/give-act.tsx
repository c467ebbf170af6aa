"use client";

import { RetentionIcon } from "../../../../_components/icons";
import { SelectionAct } from "../../../../_components/selection/selection-act";
import type { Giving } from "./giving";

/** Gives the chosen instances the policy from whose page they are chosen. */
export function GiveAct({ giving: { name, choice } }: { giving: Giving }) {
  return (
    <SelectionAct
      icon={<RetentionIcon />}
      label={`Give “${name}”`}
      load={async () => (await import("./policy-dialog")).policyDialogOf(choice)}
    />
  );
}
