import type { InstanceScheduleDto } from "#lib/instances/dto";
import type { Scheduler } from "#lib/db/schema/constants";

/** "every day at 02:00 Europe/Berlin", how many more there are, and whether AWS is to start them. */
export function ScheduleWords(props: {
  schedules: readonly InstanceScheduleDto[];
  scheduler: Scheduler;
}) {
  const { schedules, scheduler } = props;
  const [first, ...more] = schedules;
  if (first === undefined) return <span className="muted">none</span>;
  return (
    <span>
      {first.words}
      {first.enabled ? null : <span className="muted"> (off)</span>}
      {more.length === 0 ? null : <span className="muted"> and {more.length} more</span>}
      {scheduler === "eventbridge" ? (
        <span className="muted small d-block">started by AWS</span>
      ) : null}
    </span>
  );
}
