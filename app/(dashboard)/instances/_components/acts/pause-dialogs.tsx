"use client";

import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { pauseInstancesAction, resumeInstancesAction } from "../../bulk-actions";
import { hrefOfInstance } from "./href-of-instance";

export function PauseDialog(props: ActDialogProps) {
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Pause ${count}`}
      confirmText={`Pause ${count}`}
      send={(ids) => pauseInstancesAction({ ids })}
      hrefOf={hrefOfInstance}
    >
      <p className="m-0">
        Nothing of {props.chosen.size === 1 ? "it" : "them"} is backed up until somebody resumes
        {props.chosen.size === 1 ? " it" : " them"}. What was backed up stays.
      </p>
    </BulkDialog>
  );
}

export function ResumeDialog(props: ActDialogProps) {
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Resume ${count}`}
      confirmText={`Resume ${count}`}
      send={(ids) => resumeInstancesAction({ ids })}
      hrefOf={hrefOfInstance}
    >
      <p className="m-0">
        Their schedules run again from the next due moment on. What was missed meanwhile is not
        caught up.
      </p>
    </BulkDialog>
  );
}
