"use client";

import { useState } from "react";
import { Field } from "../../../../_components/field";
import { Link } from "../../../../_components/link";
import { RebootChoice } from "../../../../_components/reboot-choice";
import {
  isSound,
  newChoice,
  toChosen,
  type ScheduleChoice,
} from "../../../../_components/schedule/schedule-choice.pure";
import { ScheduleChoices } from "../../../../_components/schedule/schedule-choices";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf, type ActDialogProps } from "../../../../_components/selection/selection";
import { protectDiscoveredAction } from "../actions";
import type { Gifts } from "./read-gifts";
import { toRow } from "./to-row";

const DEFAULT = "";

/** Schedules, a policy, and how they are backed up, for all of them at once. */
export function ProtectDialog({ gifts, ...props }: ActDialogProps & { gifts: Gifts }) {
  const { named, policies, now } = gifts;
  const [choices, setChoices] = useState<readonly ScheduleChoice[]>(() => [
    newChoice({ key: 1, mode: "default", named }),
  ]);
  const [policyId, setPolicyId] = useState(DEFAULT);
  const [rebootOnBackup, setReboot] = useState(gifts.rebootOnBackup);
  const what = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Protect ${what}`}
      confirmText={`Protect ${what}`}
      ready={choices.every(isSound)}
      send={(discoveredIds) =>
        protectDiscoveredAction({
          discoveredIds,
          schedules: choices.map(toChosen),
          rebootOnBackup,
          ...(policyId === DEFAULT ? {} : { retentionPolicyId: policyId }),
        })
      }
      hrefOf={toRow}
      after={
        <p className="m-0">
          <Link href="/instances">Show the protected instances</Link>
        </p>
      }
    >
      <p className="m-0">
        AWS is asked first whether each is still there and may be backed up. One that is protected
        already stays as it is.
      </p>
      <div className="form-stack">
        <ScheduleChoices choices={choices} onChange={setChoices} named={named} now={now} />
        {policies === null || policies.length === 0 ? null : (
          <Field label="Retention policy">
            {(control) => (
              <select
                {...control}
                className="form-select"
                value={policyId}
                onChange={(event) => setPolicyId(event.target.value)}
              >
                <option value={DEFAULT}>The default</option>
                {policies.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <RebootChoice
          reboot={rebootOnBackup}
          onChange={setReboot}
          legend="The instances during a backup"
        />
      </div>
    </BulkDialog>
  );
}
