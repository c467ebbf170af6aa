import type { InstanceScheduleDto } from "#lib/instances/dto";
import type { NamedSchedule } from "../../../../_components/schedule/schedule-choice.pure";
import { SettledSchedule } from "../../../../_components/schedule/settled-schedule";

/** Each of them in words, where it comes from, and its next runs. */
export function InstanceSchedules(props: {
  current: readonly InstanceScheduleDto[];
  named: readonly NamedSchedule[];
  now: number;
}) {
  const { current, named, now } = props;
  if (current.length === 0) {
    return (
      <p className="muted m-0">
        None: nothing is backed up by itself, only when somebody asks for it.
      </p>
    );
  }
  return (
    <div className="stack">
      {current.map((schedule) => (
        <div key={schedule.scheduleId} className="stack-tight">
          <p className="muted small m-0">{sourceOf(schedule, named)}</p>
          <SettledSchedule schedule={schedule} now={now} />
        </div>
      ))}
    </div>
  );
}

function sourceOf(schedule: InstanceScheduleDto, named: readonly NamedSchedule[]): string {
  const known = named.find(({ id }) => id === schedule.scheduleId);
  const state = schedule.enabled ? "" : ", switched off";
  if (known === undefined) return `Its own${state}`;
  return known.isDefault ? `The default${state}` : `${known.name}${state}`;
}
