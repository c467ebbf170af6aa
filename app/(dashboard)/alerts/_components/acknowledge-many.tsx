"use client";

import { BulkDialog } from "../../../_components/selection/bulk-dialog";
import { countOf } from "../../../_components/selection/selection";
import type { ActDialogProps } from "../../../_components/selection/selection";
import { acknowledgeAlertsAction } from "../actions";

export function AcknowledgeMany(props: ActDialogProps) {
  const many = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Acknowledge ${many}`}
      confirmText={`Acknowledge ${many}`}
      send={(ids) => acknowledgeAlertsAction({ ids })}
      hrefOf={(id) => `/alerts/${id}`}
    >
      <p className="m-0">
        You look after {props.chosen.size === 1 ? "it" : "them"}: no further step of channels is
        told, unless an alert affects more an hour later. Each stays open until its cause is gone.
      </p>
    </BulkDialog>
  );
}
