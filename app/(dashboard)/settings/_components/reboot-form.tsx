"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormError } from "../../../_components/form-error";
import { toast } from "../../../_components/popups";
import { RebootChoice } from "../../../_components/reboot-choice";
import { SubmitButton } from "../../../_components/submit-button";
import { useAction } from "../../../_components/use-action";
import { updateSettingsAction } from "../actions";

export function RebootForm(props: { rebootOnBackup: boolean; mayWrite: boolean }) {
  const router = useRouter();
  const [rebootOnBackup, setReboot] = useState(props.rebootOnBackup);
  const { run, pending, error } = useAction(updateSettingsAction, () => {
    router.refresh();
    void toast({ tone: "success", text: "Saved." });
  });
  if (!props.mayWrite) {
    return <p className="m-0">They {props.rebootOnBackup ? "reboot" : "keep running"}.</p>;
  }
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        run({ rebootOnBackup });
      }}
    >
      <FormError error={error} />
      <RebootChoice
        reboot={rebootOnBackup}
        onChange={setReboot}
        legend="What an added instance does"
      />
      <p className="muted small m-0">Instances that are there already stay as they are.</p>
      <div className="form-actions">
        <SubmitButton pending={pending} pendingText="Saving…" className="btn-plain">
          Save
        </SubmitButton>
      </div>
    </form>
  );
}
