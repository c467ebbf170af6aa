"use client";

import { useState } from "react";
import {
  isSound,
  newChoice,
  toChosen,
} from "../../../../_components/schedule/schedule-choice.pure";
import type {
  NamedSchedule,
  ScheduleChoice,
} from "../../../../_components/schedule/schedule-choice.pure";
import { ScheduleChoices } from "../../../../_components/schedule/schedule-choices";
import { BulkDialog } from "../../../../_components/selection/bulk-dialog";
import { countOf } from "../../../../_components/selection/selection";
import type { ActDialogProps } from "../../../../_components/selection/selection";
import { rescheduleInstancesAction } from "../../bulk-actions";
import { listScheduleChoicesAction } from "../../choice-actions";
import { hrefOfInstance } from "./href-of-instance";
import { LoadState } from "./load-state";
import { useLoaded } from "./use-loaded";

const load = () => listScheduleChoicesAction({});

export function SchedulesDialog(props: ActDialogProps) {
  const loaded = useLoaded(load);
  const [edited, setEdited] = useState<readonly ScheduleChoice[] | null>(null);
  const choices = edited ?? (loaded?.ok === true ? standard(loaded.data.named) : null);
  const count = countOf(props.chosen.size, props.noun);
  return (
    <BulkDialog
      {...props}
      title={`Schedules of ${count}`}
      confirmText={`Change ${count}`}
      ready={choices !== null && choices.every(isSound)}
      send={(ids) => rescheduleInstancesAction({ ids, schedules: (choices ?? []).map(toChosen) })}
      hrefOf={hrefOfInstance}
    >
      <p className="m-0">
        These replace every schedule that each follows now. What is due already stays due.
      </p>
      {loaded?.ok === true && choices !== null ? (
        <ScheduleChoices
          choices={choices}
          onChange={setEdited}
          named={loaded.data.named}
          now={loaded.data.now}
        />
      ) : (
        <LoadState loaded={loaded} />
      )}
    </BulkDialog>
  );
}

function standard(named: readonly NamedSchedule[]): ScheduleChoice[] {
  return [newChoice({ key: 1, mode: "default", named })];
}
