"use client";

import type { InstanceScheduleDto } from "#lib/instances/dto";
import { PencilIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";
import type { NamedSchedule } from "../../../../_components/schedule/schedule-choice.pure";
import { SchedulePreview } from "../../../../_components/schedule/schedule-preview";
import { usePart } from "../../../../_components/use-part";

export interface SchedulePanelProps {
  instanceId: string;
  current: readonly InstanceScheduleDto[];
  named: readonly NamedSchedule[];
  now: number;
  mayEdit: boolean;
}

/** In words with the next ten runs; changed in place. */
export function SchedulePanel(props: SchedulePanelProps) {
  const { Part: Form, open, close } = usePart(load);
  const { current, named, now } = props;
  return (
    <Panel
      title={current.length > 1 ? "Schedules" : "Schedule"}
      aside={
        props.mayEdit && Form === null ? (
          <button type="button" className="btn btn-plain btn-sm" onClick={open}>
            <PencilIcon /> Change
          </button>
        ) : undefined
      }
    >
      {Form !== null ? (
        <Form {...props} onDone={close} />
      ) : current.length === 0 ? (
        <p className="muted m-0">
          None: nothing is backed up by itself, only when somebody asks for it.
        </p>
      ) : (
        <div className="stack">
          {current.map((schedule) => (
            <div key={schedule.scheduleId} className="stack-tight">
              <p className="muted small m-0">{sourceOf(schedule, named)}</p>
              <SchedulePreview schedule={schedule} now={now} />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

async function load() {
  return (await import("./schedule-form")).ScheduleForm;
}

function sourceOf(schedule: InstanceScheduleDto, named: readonly NamedSchedule[]): string {
  const known = named.find(({ id }) => id === schedule.scheduleId);
  const state = schedule.enabled ? "" : ", switched off";
  if (known === undefined) return `Its own${state}`;
  return known.isDefault ? `The default${state}` : `${known.name}${state}`;
}
