"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSettingsAction } from "../actions";
import { NumberField } from "./number-field";

interface Limits {
  backupsAtOnceMax: number | null;
  backupsAtOncePerAccountMax: number | null;
  backupTimeoutHours: number;
  pollSeconds: number;
  discoveryHours: number;
  apiSharePercent: number;
}

export function LimitsForm(props: { limits: Limits; mayWrite: boolean }) {
  const { limits, mayWrite } = props;
  const router = useRouter();
  const [atOnce, setAtOnce] = useState(toText(limits.backupsAtOnceMax));
  const [perAccount, setPerAccount] = useState(toText(limits.backupsAtOncePerAccountMax));
  const [timeout, setTimeoutHours] = useState(toText(limits.backupTimeoutHours));
  const [poll, setPoll] = useState(toText(limits.pollSeconds));
  const [discovery, setDiscovery] = useState(toText(limits.discoveryHours));
  const [share, setShare] = useState(toText(limits.apiSharePercent));
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "The limits are saved. They act within seconds." });
  });
  const errorsOf = (name: keyof Limits) => error?.fields?.[name];
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({
          backupsAtOnceMax: toNumberOrNull(atOnce),
          backupsAtOncePerAccountMax: toNumberOrNull(perAccount),
          backupTimeoutHours: toNumber(timeout),
          pollSeconds: toNumber(poll),
          discoveryHours: toNumber(discovery),
          apiSharePercent: toNumber(share),
        });
      }}
    >
      <FormError error={error} />
      <NumberField
        label="Backups at once"
        hint="How many may be made at the same time. The others wait inside their start window and say so. Empty: no limit but AWS’s own."
        value={atOnce}
        onChange={setAtOnce}
        readOnly={!mayWrite}
        errors={errorsOf("backupsAtOnceMax")}
      />
      <NumberField
        label="Backups at once in each account"
        hint="The same for every account by itself. Empty: no limit."
        value={perAccount}
        onChange={setPerAccount}
        readOnly={!mayWrite}
        errors={errorsOf("backupsAtOncePerAccountMax")}
      />
      <NumberField
        label="Backup timeout (hours)"
        hint="A backup that takes longer raises an alert. It is neither ended nor repeated: AWS may still finish it."
        value={timeout}
        onChange={setTimeoutHours}
        readOnly={!mayWrite}
        errors={errorsOf("backupTimeoutHours")}
      />
      <NumberField
        label="Look at pending images every (seconds)"
        hint="How soon a finished image is noticed, and how often AWS is asked: 15 to 300. The first looks at a backup that somebody asked for stay quick."
        value={poll}
        onChange={setPoll}
        readOnly={!mayWrite}
        errors={errorsOf("pollSeconds")}
      />
      <NumberField
        label="Look for unprotected instances every (hours)"
        hint="How soon what appears is found, and what a rule wants is protected: 1 to 72. Discover looks at once."
        value={discovery}
        onChange={setDiscovery}
        readOnly={!mayWrite}
        errors={errorsOf("discoveryHours")}
      />
      <NumberField
        label="AWS API share (percent)"
        hint="How much of each account’s own request limits may be used here; the rest is left to whatever else calls AWS there."
        value={share}
        onChange={setShare}
        readOnly={!mayWrite}
        errors={errorsOf("apiSharePercent")}
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

function toText(value: number | null): string {
  return value === null ? "" : String(value);
}

/** What is no number stays none, and is refused beside its field. */
function toNumber(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function toNumberOrNull(text: string): number | null {
  return text.trim() === "" ? null : toNumber(text);
}
