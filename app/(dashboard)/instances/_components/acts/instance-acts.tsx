"use client";

import {
  AwsIcon,
  CalendarIcon,
  CloudIcon,
  PauseIcon,
  PlayIcon,
  RefreshIcon,
  RetentionIcon,
  TrashIcon,
} from "../../../../_components/icons";
import { SelectionAct } from "../../../../_components/selection/selection-act";

export interface InstanceRights {
  backUp: boolean;
  check: boolean;
  pause: boolean;
  write: boolean;
  setScheduler: boolean;
  setPolicy: boolean;
  remove: boolean;
}

/** What can be done with the instances that are chosen; each dialog comes when it is wanted. */
export function InstanceActs({ may }: { may: InstanceRights }) {
  return (
    <>
      {may.backUp ? (
        <SelectionAct
          icon={<CloudIcon />}
          label="Back up now"
          load={async () => (await import("./back-up-dialog")).BackUpManyDialog}
        />
      ) : null}
      {may.check ? (
        <SelectionAct
          icon={<RefreshIcon />}
          label="Check now"
          load={async () => (await import("./check-dialog")).CheckDialog}
        />
      ) : null}
      {may.pause ? (
        <>
          <SelectionAct
            icon={<PauseIcon />}
            label="Pause"
            load={async () => (await import("./pause-dialogs")).PauseDialog}
          />
          <SelectionAct
            icon={<PlayIcon />}
            label="Resume"
            load={async () => (await import("./pause-dialogs")).ResumeDialog}
          />
        </>
      ) : null}
      {may.write ? (
        <SelectionAct
          icon={<CalendarIcon />}
          label="Schedules"
          load={async () => (await import("./schedules-dialog")).SchedulesDialog}
        />
      ) : null}
      {may.setScheduler ? (
        <SelectionAct
          icon={<AwsIcon />}
          label="Who starts them"
          load={async () => (await import("./scheduler-dialog")).ManySchedulersDialog}
        />
      ) : null}
      {may.setPolicy ? (
        <SelectionAct
          icon={<RetentionIcon />}
          label="Retention"
          load={async () => (await import("./policy-dialog")).PolicyDialog}
        />
      ) : null}
      {may.remove ? (
        <SelectionAct
          icon={<TrashIcon />}
          label="Remove"
          destroys
          load={async () => (await import("./remove-dialog")).RemoveDialog}
        />
      ) : null}
    </>
  );
}
