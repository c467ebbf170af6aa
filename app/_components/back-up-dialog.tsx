"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";
import { startBackupAction } from "../(dashboard)/backups/actions";
import type { BackUpTarget } from "./back-up-now";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { FormError } from "./form-error";
import { toast } from "./popups";
import { RebootChoice } from "./reboot-choice";
import { newRequestKey } from "./request-key";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

export function BackUpDialog({ target, onClose }: { target: BackUpTarget; onClose: () => void }) {
  const router = useRouter();
  const shownName = target.name || target.instanceId;
  // One key for as long as the dialog is open: however often it is sent, it asks for one backup.
  const [idempotencyKey] = useState(newRequestKey);
  const [description, setDescription] = useState("");
  const [reboot, setReboot] = useState(target.rebootOnBackup);
  const { run, pending, error } = useAction(startBackupAction, () => {
    onClose();
    router.refresh();
    void toast({ tone: "success", text: "The backup is on its way." });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run({ instanceId: target.id, description, reboot, idempotencyKey });
  };
  return (
    <Dialog title="Back up now" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="dialog-body">
          <p className="m-0">
            <strong className="hostile" dir="auto">
              {shownName}
            </strong>
            <br />
            <span className="muted">
              <code>{target.instanceId}</code> in {target.region}, account {target.accountId}
            </span>
          </p>
          <FormError error={error} />
          <Field
            label="Description"
            hint="Optional. It stays with the backup and is the image's description in AWS."
            errors={error?.fields?.["description"]}
          >
            {(control) => (
              <input
                {...control}
                className="form-control"
                maxLength={255}
                autoComplete="off"
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            )}
          </Field>
          <RebootChoice reboot={reboot} onChange={setReboot} legend="The instance meanwhile" />
        </div>
        <div className="dialog-foot">
          <button type="button" className="btn btn-plain" onClick={onClose}>
            Cancel
          </button>
          <SubmitButton pending={pending} pendingText="Asking…">
            Back up now
          </SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
