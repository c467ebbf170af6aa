"use client";

import { useState } from "react";
import { Field } from "../../../_components/field";
import { BulkDialog } from "../../../_components/selection/bulk-dialog";
import { countOf } from "../../../_components/selection/selection";
import type { ActDialogProps } from "../../../_components/selection/selection";
import { holdBackupsAction } from "../actions";
import { toBackupHref } from "./backup-label.pure";

export function HoldDialog(props: ActDialogProps) {
  const [reason, setReason] = useState("");
  const what = `Hold ${countOf(props.chosen.size, props.noun)}`;
  const why = reason.trim() === "" ? {} : { reason: reason.trim() };
  return (
    <BulkDialog
      {...props}
      title={what}
      confirmText={what}
      send={(ids) => holdBackupsAction({ ids, held: true, ...why })}
      hrefOf={toBackupHref}
    >
      <p className="m-0">
        A held backup stays, whatever a policy or a plan says, until somebody releases it. In AWS
        its image is tagged <code>amivault:hold</code>; nothing else of it changes.
      </p>
      <Field label="Reason" hint="Optional. It is shown with each of them.">
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </BulkDialog>
  );
}

export function ReleaseDialog(props: ActDialogProps) {
  const what = `Release ${countOf(props.chosen.size, props.noun)}`;
  return (
    <BulkDialog
      {...props}
      title={what}
      confirmText={what}
      send={(ids) => holdBackupsAction({ ids, held: false })}
      hrefOf={toBackupHref}
    >
      <p className="m-0">
        Their policies decide about them again: what a policy would have removed meanwhile may go
        with its next run.
      </p>
    </BulkDialog>
  );
}
