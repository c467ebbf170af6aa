"use client";

import type { Limits } from "#lib/settings/read-limits";
import { useRouter } from "next/navigation";
import { startTransition, useState } from "react";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSettingsAction } from "../actions";
import { toLimitsPatch, type TypedLimits } from "./limits-patch.pure";
import { NumberField } from "./number-field";

const NOTHING: TypedLimits = {};

/** What nobody types in says what holds, also after another person has changed it, and is not sent. */
export function LimitsForm(props: { limits: Limits; mayWrite: boolean }) {
  const { limits, mayWrite } = props;
  const router = useRouter();
  const [typed, setTyped] = useState(NOTHING);
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    // Together with what is saved, so that the value of before is not seen again.
    startTransition(() => {
      setTyped(NOTHING);
      router.refresh();
    });
    void toast({ tone: "success", text: "The limits are saved. They act within seconds." });
  });
  const fieldOf = (name: keyof Limits) => ({
    value: typed[name] ?? String(limits[name] ?? ""),
    onChange: (text: string) => setTyped((before) => ({ ...before, [name]: text })),
    readOnly: !mayWrite,
    errors: error?.fields?.[name],
  });
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(toLimitsPatch(limits, typed));
      }}
    >
      <FormError error={error} />
      <NumberField
        label="Backups at once"
        hint="How many may be made at the same time. The others wait inside their start window and say so. Empty: no limit but AWS’s own."
        {...fieldOf("backupsAtOnceMax")}
      />
      <NumberField
        label="Backups at once in each account"
        hint="The same for every account by itself. Empty: no limit."
        {...fieldOf("backupsAtOncePerAccountMax")}
      />
      <NumberField
        label="Backup timeout (hours)"
        hint="A backup that takes longer raises an alert. It is neither ended nor repeated: AWS may still finish it."
        {...fieldOf("backupTimeoutHours")}
      />
      <NumberField
        label="Look at pending images every (seconds)"
        hint="How soon a finished image is noticed, and how often AWS is asked: 15 to 300. The first looks at a backup that somebody asked for stay quick."
        {...fieldOf("pollSeconds")}
      />
      <NumberField
        label="Look for unprotected instances every (hours)"
        hint="How soon what appears is found, and what a rule wants is protected: 1 to 72. Discover looks at once."
        {...fieldOf("discoveryHours")}
      />
      <NumberField
        label="AWS API share (percent)"
        hint="How much of each account’s own request limits may be used here; the rest is left to whatever else calls AWS there."
        {...fieldOf("apiSharePercent")}
      />
      <NumberField
        label="Archive entries of the audit log after (days)"
        hint="30 to 36,500. Older ones move into sealed segments: exports and the check of the chain have them, lists and the trails of a backup, an instance or a user do not. Nothing is deleted."
        {...fieldOf("auditArchiveDays")}
      />
      {mayWrite ? (
        <div className="form-actions">
          <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
            Save the limits
          </SubmitButton>
        </div>
      ) : null}
    </form>
  );
}
