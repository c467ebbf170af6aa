"use client";

import { useState } from "react";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { chooseSchedulersAction } from "../../bulk-actions";
import { WhatAwsGets, WhatAwsLoses } from "../scheduler-words";
import { hrefOfInstance } from "./href-of-instance";

const CHOICES = [
  {
    value: "eventbridge",
    title: "AWS (EventBridge)",
    text: "AWS keeps the schedules itself and starts the backups also while AMIVault is down.",
  },
  {
    value: "local",
    title: "AMIVault",
    text: "The worker of this application starts each backup. Nothing but images is made in AWS.",
  },
] as const;

/** Who starts the scheduled backups of many; one whose schedule AWS cannot keep costs the others nothing. */
export function ManySchedulersDialog(props: ActDialogProps) {
  const [scheduler, setScheduler] = useState<"eventbridge" | "local">("eventbridge");
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Who starts the backups of ${count}`}
      confirmText={`Change ${count}`}
      send={(ids) => chooseSchedulersAction({ ids, scheduler })}
      hrefOf={hrefOfInstance}
    >
      <fieldset className="fieldset">
        <legend>Scheduled backups are started by</legend>
        {CHOICES.map(({ value, title, text }) => (
          <label key={value} className="choice">
            <input
              type="radio"
              className="form-check-input"
              name="scheduler"
              checked={scheduler === value}
              onChange={() => setScheduler(value)}
            />
            <span>
              <strong>{title}</strong>
              <small>{text}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {scheduler === "eventbridge" ? <WhatAwsGets /> : <WhatAwsLoses />}
    </BulkDialog>
  );
}
