"use client";

import { Choices } from "../../../../_components/choices";
import type { RuleDraft } from "./rule-draft.pure";

export interface WhereOptions {
  accounts: ReadonlyArray<{ accountRef: string; label: string }>;
  regions: readonly string[];
}

/** Which accounts and regions; where there is one of them, there is nothing to choose. */
export function WhereFields(props: {
  draft: RuleDraft;
  set: (changed: Partial<RuleDraft>) => void;
  options: WhereOptions;
}) {
  const { draft, set, options } = props;
  const regions = [...new Set([...options.regions, ...draft.regions])];
  const accounts = options.accounts.map(({ accountRef, label }) => ({ value: accountRef, label }));
  const lost = draft.accountRefs
    .filter((ref) => accounts.every(({ value }) => value !== ref))
    .map((ref) => ({ value: ref, label: "An account that nothing reaches now" }));
  return (
    <>
      {accounts.length + lost.length < 2 ? null : (
        <Choices
          legend="Accounts (none chosen: every account)"
          options={[...accounts, ...lost]}
          chosen={draft.accountRefs}
          onChange={(accountRefs) => set({ accountRefs })}
        />
      )}
      {regions.length < 2 ? null : (
        <Choices
          legend="Regions (none chosen: every region)"
          options={regions.map((region) => ({ value: region, label: region }))}
          chosen={draft.regions}
          onChange={(chosen) => set({ regions: chosen })}
        />
      )}
    </>
  );
}
