"use client";

import { useMemo } from "react";
import type { ReactNode } from "react";
import { SkipIcon } from "../../../../_components/outcome-icons";
import { SelectionAct } from "../../../../_components/selection/selection-act";
import { SelectionBar } from "../../../../_components/selection/selection-bar";
import { SelectionProvider } from "../../../../_components/selection/selection";
import type { ActDialog, Choosable } from "../../../../_components/selection/selection";

const NOUN = { one: "item", many: "items" };

/** Around a plan's items while it waits: what is chosen can be left out of it. */
export function PlanSelection(props: {
  planId: string;
  rows: readonly Choosable[];
  filters: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const { planId } = props;
  const load = useMemo(
    () => async (): Promise<ActDialog> => {
      const { LeaveOutDialog } = await import("./leave-out-dialog");
      return (dialog) => <LeaveOutDialog {...dialog} planId={planId} />;
    },
    [planId],
  );
  return (
    <SelectionProvider rows={props.rows} total={null} noun={NOUN} filters={props.filters}>
      <SelectionBar>
        <SelectionAct icon={<SkipIcon />} label="Leave out" load={load} />
      </SelectionBar>
      {props.children}
    </SelectionProvider>
  );
}
