"use client";

import { useState } from "react";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { ChosenNames } from "../../../../_components/selection/chosen-names";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { removeInstancesAction } from "../../bulk-actions";
import { hrefOfInstance } from "./href-of-instance";
import { PlanTheirImages } from "./plan-their-images";

const CHOICES = [
  {
    value: "keep",
    title: "Keep every backup",
    text: "Records and images stay until somebody removes them, and no policy touches them any more.",
  },
  {
    value: "retention",
    title: "Let retention go on",
    text: "Their policy goes on removing what it no longer wants, down to its floor. The last ones stay.",
  },
  {
    value: "plan",
    title: "Plan the deletion of their images",
    text: "A removal plan lists every image with its snapshots. Nothing goes before somebody has reviewed and applied it.",
  },
] as const;
type Choice = (typeof CHOICES)[number]["value"];

/** Ends protection. No choice here deletes an image; what becomes of them is explained. */
export function RemoveDialog(props: ActDialogProps) {
  const [choice, setChoice] = useState<Choice>("keep");
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Remove ${count} from protection`}
      confirmText={`Remove ${count}`}
      destroys
      send={(ids) =>
        removeInstancesAction({ ids, backups: choice === "retention" ? "retention" : "keep" })
      }
      hrefOf={hrefOfInstance}
      After={choice === "plan" ? PlanTheirImages : undefined}
    >
      <ChosenNames chosen={props.chosen} noun={props.noun} />
      <p className="m-0">
        {props.chosen.size === 1 ? "It is" : "They are"} not backed up any more and{" "}
        {props.chosen.size === 1 ? "leaves" : "leave"} the schedules. The{" "}
        {props.chosen.size === 1 ? "instance itself is" : "instances themselves are"} not touched in
        AWS, and adding {props.chosen.size === 1 ? "it" : "one"} again brings its history back.
      </p>
      <fieldset className="fieldset">
        <legend>The backups there are</legend>
        {CHOICES.map(({ value, title, text }) => (
          <label key={value} className="choice">
            <input
              type="radio"
              className="form-check-input"
              name="backups"
              checked={choice === value}
              onChange={() => setChoice(value)}
            />
            <span>
              <strong>{title}</strong>
              <small>{text}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </BulkDialog>
  );
}
