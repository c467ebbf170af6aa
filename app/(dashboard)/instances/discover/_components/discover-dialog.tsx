"use client";

import { useState } from "react";
import type { FormEvent } from "react";
import { Choices } from "../../../../_components/choices";
import { Dialog } from "../../../../_components/dialog";
import { FormError } from "../../../../_components/form-error";
import { REGIONS } from "../../../../_components/regions";
import { SubmitButton } from "../../../../_components/submit-button";
import { useAction } from "../../../../_components/use-action";
import { requestDiscoveryAction } from "../actions";
import type { AccountOption } from "./to-account-options";

/** Which accounts and regions; none chosen: all of them. */
export function DiscoverDialog(props: {
  accounts: readonly AccountOption[];
  /** Where something was seen: they come first. */
  regions: readonly string[];
  onBegun: () => void;
  onClose: () => void;
}) {
  const [accountRefs, setAccountRefs] = useState<readonly string[]>([]);
  const [regions, setRegions] = useState<readonly string[]>([]);
  const offered = [...new Set([...props.regions, ...REGIONS])];
  const { run, pending, error } = useAction(requestDiscoveryAction, props.onBegun);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({
      ...(accountRefs.length === 0 ? {} : { accountRefs: [...accountRefs] }),
      ...(regions.length === 0 ? {} : { regions: [...regions] }),
    });
  };
  return (
    <Dialog title="Discover where" onClose={props.onClose}>
      <form onSubmit={submit}>
        <div className="dialog-body">
          <Choices
            legend="Accounts (none chosen: every account)"
            options={props.accounts.map(({ accountRef, label }) => ({ value: accountRef, label }))}
            chosen={accountRefs}
            onChange={setAccountRefs}
          />
          <Choices
            legend="Regions (none chosen: every enabled region)"
            options={offered.map((region) => ({ value: region, label: region }))}
            chosen={regions}
            onChange={setRegions}
          />
          <FormError error={error} />
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-plain" onClick={props.onClose}>
            Cancel
          </button>
          <SubmitButton pending={pending} pendingText="Asking…">
            Discover
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
