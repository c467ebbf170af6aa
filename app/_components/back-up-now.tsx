"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { FormEvent } from "react";
import { startBackupAction } from "../(dashboard)/backups/actions";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { FormError } from "./form-error";
import { CloudIcon } from "./icons";
import { toast } from "./popups";
import { RebootChoice } from "./reboot-choice";
import { newRequestKey } from "./request-key";
import { SubmitButton } from "./submit-button";
import { useAction } from "./use-action";

export interface BackUpTarget {
  /** Ours, `ins_…`. */
  id: string;
  instanceId: string;
  name: string;
  region: string;
  accountId: string;
  rebootOnBackup: boolean;
}

export function BackUpNow(props: { target: BackUpTarget; look: "primary" | "row" }) {
  const [open, setOpen] = useState(false);
  const { name, instanceId } = props.target;
  const isRow = props.look === "row";
  return (
    <>
      <button
        type="button"
        className={isRow ? "btn btn-plain btn-sm" : "btn btn-primary"}
        aria-label={isRow ? `Back up now: ${name || instanceId}` : undefined}
        onClick={() => setOpen(true)}
      >
        <CloudIcon /> Back up now
      </button>
      {open ? <BackUpDialog target={props.target} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function BackUpDialog({ target, onClose }: { target: BackUpTarget; onClose: () => void }) {
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
