"use client";

import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf, type ActDialogProps } from "../../../../_components/selection/selection";
import { ignoreDiscoveredAction } from "../actions";
import { toRow } from "./to-row";

export function IgnoreDialog(props: ActDialogProps) {
  const what = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Leave ${what} unprotected`}
      confirmText={`Leave ${what} unprotected`}
      send={(discoveredIds) => ignoreDiscoveredAction({ discoveredIds, ignored: true })}
      hrefOf={toRow}
    >
      <p className="m-0">
        They count as unprotected no more, and no rule protects them. What is protected already
        stays protected; nothing in AWS is touched. It can be taken back at any time.
      </p>
    </BulkDialog>
  );
}

export function UnignoreDialog(props: ActDialogProps) {
  const what = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Count ${what} again`}
      confirmText={`Count ${what} again`}
      send={(discoveredIds) => ignoreDiscoveredAction({ discoveredIds, ignored: false })}
      hrefOf={toRow}
    >
      <p className="m-0">
        They count as unprotected again, and a rule that matches protects them at the next look.
      </p>
    </BulkDialog>
  );
}
