"use client";

import type { ReactNode } from "react";
import type { DiscoveredStatus } from "#lib/discovery/schemas";
import { LockIcon, PlusIcon } from "../../../../_components/icons";
import { SlashIcon } from "../../../../_components/outcome-icons";
import { SelectionProvider, type Choosable } from "../../../../_components/selection/selection";
import { SelectionAct } from "../../../../_components/selection/selection-act";
import { SelectionBar } from "../../../../_components/selection/selection-bar";
import { listMatchingDiscoveredAction } from "../actions";
import type { Gifts } from "./read-gifts";

const NOUN = { one: "instance", many: "instances" };

/** What can be done with those that are chosen; nothing for who may not. */
export function DiscoveredSelection(props: {
  rows: readonly Choosable[];
  total: number | null;
  filters: Readonly<Record<string, string>>;
  gifts: Gifts | null;
  status: DiscoveredStatus | "all";
  children: ReactNode;
}) {
  const { gifts, status } = props;
  if (gifts === null) return props.children;
  return (
    <SelectionProvider
      rows={props.rows}
      total={props.total}
      noun={NOUN}
      filters={props.filters}
      listMatching={listMatchingDiscoveredAction}
    >
      <SelectionBar>
        <SelectionAct
          icon={<LockIcon />}
          label="Protect"
          load={async () => {
            const { ProtectDialog } = await import("./protect-dialog");
            return (dialog) => <ProtectDialog {...dialog} gifts={gifts} />;
          }}
        />
        {status === "ignored" ? null : (
          <SelectionAct
            icon={<SlashIcon />}
            label="Leave unprotected"
            load={async () => (await import("./ignore-dialog")).IgnoreDialog}
          />
        )}
        {status === "ignored" || status === "all" ? (
          <SelectionAct
            icon={<PlusIcon />}
            label="Count again"
            load={async () => (await import("./ignore-dialog")).UnignoreDialog}
          />
        ) : null}
      </SelectionBar>
      {props.children}
    </SelectionProvider>
  );
}
