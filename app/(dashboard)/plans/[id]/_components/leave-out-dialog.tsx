"use client";

import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { leaveOutAction } from "../../actions";

export function LeaveOutDialog(props: ActDialogProps & { planId: string }) {
  const { planId, ...dialog } = props;
  const many = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...dialog}
      title={`Leave ${many} out of the plan`}
      confirmText={`Leave ${many} out`}
      send={(ids) => leaveOutAction({ planId, ids })}
      hrefOf={() => `/plans/${planId}`}
    >
      <p className="m-0">
        {props.chosen.size === 1 ? "It stays" : "They stay"} in AWS and in the records. The rest of
        the plan still waits for your answer. Another plan may ask for the same later; hold what
        must stay for good.
      </p>
    </BulkDialog>
  );
}
