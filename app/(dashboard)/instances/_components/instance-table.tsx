import type { InstanceDto } from "#lib/instances/dto";
import { BackUpNow } from "../../../_components/back-up-now";
import { HealthBadge } from "../../../_components/health-badge";
import { InstanceName } from "../../../_components/instance-name";
import { Link } from "../../../_components/link";
import { MaybeCell } from "../../../_components/maybe-cell";
import { RelativeTime } from "../../../_components/relative-time";
import { ScheduleWords } from "./schedule-words";
import { SortHead } from "./sort-head";
import { toBackUpTarget } from "./to-back-up-target";

interface TableProps {
  instances: readonly InstanceDto[];
  now: number;
  filters: Readonly<Record<string, string>>;
  mayBackUp: boolean;
}

export function InstanceTable(props: TableProps) {
  const { filters } = props;
  return (
    <table className="list list-cards list-wide">
      <thead>
        <tr>
          <SortHead column="name" isDefault filters={filters}>
            Instance
          </SortHead>
          <th scope="col">Health</th>
          <th scope="col">In EC2</th>
          <th scope="col">Account and region</th>
          <th scope="col">Schedule</th>
          <SortHead column="lastGood" filters={filters}>
            Last good
          </SortHead>
          <SortHead column="nextDue" filters={filters}>
            Next
          </SortHead>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.instances.map((instance) => (
          <InstanceRow key={instance.id} {...props} instance={instance} />
        ))}
      </tbody>
    </table>
  );
}

function InstanceRow({ instance, now, mayBackUp }: TableProps & { instance: InstanceDto }) {
  return (
    <tr>
      <td>
        <InstanceName {...instance} />
      </td>
      <td data-label="Health">
        <span title={instance.health.text}>
          <HealthBadge health={instance.health} />
        </span>
      </td>
      <td data-label="In EC2">{instance.state}</td>
      <td data-label="Account and region">
        <span className="two-lines">
          <span>{instance.region}</span>
          <span className="muted small">{instance.accountId}</span>
        </span>
      </td>
      <td data-label="Schedule" className="schedule-cell">
        <ScheduleWords schedules={instance.schedules} />
      </td>
      <MaybeCell label="Last good">
        {instance.lastGoodAt === null ? null : (
          <Link href={`/backups/${instance.lastGoodBackupId ?? ""}`}>
            <RelativeTime at={instance.lastGoodAt} now={now} />
          </Link>
        )}
      </MaybeCell>
      <MaybeCell label="Next">
        {instance.nextDueAt === null ? null : <RelativeTime at={instance.nextDueAt} now={now} />}
      </MaybeCell>
      <td className="fit">
        {mayBackUp ? <BackUpNow target={toBackUpTarget(instance)} look="row" /> : null}
      </td>
    </tr>
  );
}
