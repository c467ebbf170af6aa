import type { InstanceScheduleDto } from "#lib/instances/dto";

/** "every day at 02:00 Europe/Berlin", and how many more there are. */
export function ScheduleWords({ schedules }: { schedules: readonly InstanceScheduleDto[] }) {
  const [first, ...more] = schedules;
  if (first === undefined) return <span className="muted">none</span>;
  return (
    <span>
      {first.words}
      {first.enabled ? null : <span className="muted"> (off)</span>}
      {more.length === 0 ? null : <span className="muted"> and {more.length} more</span>}
    </span>
  );
}
