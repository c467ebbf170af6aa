"use client";

import { useState } from "react";
import { Field } from "../../../../_components/field";
import { newRequestKey } from "../../../../_components/request-key";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { backUpInstancesAction } from "../../bulk-actions";
import { hrefOfInstance } from "./href-of-instance";

const DESCRIPTION_MAX = 255;

export function BackUpManyDialog(props: ActDialogProps) {
  // One key for as long as the dialog is open: trying one again asks for the same backup.
  const [idempotencyKey] = useState(newRequestKey);
  const [description, setDescription] = useState("");
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Back up ${count} now`}
      confirmText={`Back up ${count}`}
      send={(ids) => backUpInstancesAction({ ids, description, idempotencyKey })}
      hrefOf={hrefOfInstance}
    >
      <p className="m-0">
        Makes one image of each, beside those of their schedules. Each reboots or keeps running as
        it is set.
      </p>
      <Field
        label="Description"
        hint="Optional. It stays with each backup and is the image’s description in AWS."
      >
        {(control) => (
          <input
            {...control}
            className="form-control"
            maxLength={DESCRIPTION_MAX}
            autoComplete="off"
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
    </BulkDialog>
  );
}
