"use client";

import type { ReactNode } from "react";
import type { InstanceScheduleDto } from "#lib/instances/dto";
import { PencilIcon } from "../../../../_components/icons";
import { Panel } from "../../../../_components/panel";
import type { NamedSchedule } from "../../../../_components/schedule/schedule-choice.pure";
import { usePart } from "../../../../_components/use-part";

export interface SchedulePanelProps {
  instanceId: string;
  current: readonly InstanceScheduleDto[];
  named: readonly NamedSchedule[];
  now: number;
}

/** Around what the schedules say; changed in place. */
export function SchedulePanel(
  props: SchedulePanelProps & { mayEdit: boolean; children: ReactNode },
) {
  const { Part: Form, open, close } = usePart(load);
  const { mayEdit, children, ...ofForm } = props;
  return (
    <Panel
      title={props.current.length > 1 ? "Schedules" : "Schedule"}
      aside={
        mayEdit && Form === null ? (
          <button type="button" className="btn btn-plain btn-sm" onClick={open}>
            <PencilIcon /> Change
          </button>
        ) : undefined
      }
    >
      {Form === null ? children : <Form {...ofForm} onDone={close} />}
    </Panel>
  );
}

async function load() {
  return (await import("./schedule-form")).ScheduleForm;
}
