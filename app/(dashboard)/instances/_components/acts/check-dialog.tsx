"use client";

import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { validateInstancesAction } from "../../bulk-actions";
import { hrefOfInstance } from "./href-of-instance";

export function CheckDialog(props: ActDialogProps) {
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Check ${count}`}
      confirmText={`Check ${count}`}
      send={(ids) => validateInstancesAction({ ids })}
      hrefOf={hrefOfInstance}
    >
      <p className="m-0">
        Asks AWS for each: name, state and volumes follow, and the credential is tried. Nothing is
        changed in AWS.
      </p>
    </BulkDialog>
  );
}
