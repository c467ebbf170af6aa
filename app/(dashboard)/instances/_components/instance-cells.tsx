import type { ComponentType } from "react";
import { Countdown } from "../../../_components/countdown";
import { HealthBadge } from "../../../_components/health-badge";
import { Link } from "../../../_components/link";
import { MaybeCell } from "../../../_components/maybe-cell";
import { RelativeTime } from "../../../_components/relative-time";
import type { ColumnId } from "./columns";
import { ScheduleWords } from "./schedule-words";
import type { TableInstance } from "./to-table-row";

interface CellProps {
  instance: TableInstance;
  now: number;
  policies: ReadonlyMap<string, string>;
}

interface Column {
  head: string;
  /** What its head sorts by; none where no index holds it. */
  sorts?: ReadonlyArray<{ column: string; label: string }>;
  className?: string;
  Cell: ComponentType<CellProps>;
}

export const CELLS: Readonly<Record<ColumnId, Column>> = {
  health: { head: "Health", Cell: Health },
  state: { head: "In EC2", sorts: [{ column: "state", label: "In EC2" }], Cell: State },
  place: {
    head: "Region · Account",
    sorts: [
      { column: "region", label: "Region" },
      { column: "account", label: "Account" },
    ],
    Cell: Place,
  },
  schedule: { head: "Schedule", Cell: Schedule },
  lastGood: {
    head: "Last good",
    sorts: [{ column: "lastGood", label: "Last good" }],
    Cell: LastGood,
  },
  nextDue: { head: "Next", sorts: [{ column: "nextDue", label: "Next" }], Cell: NextDue },
  backups: { head: "Backups", className: "num", Cell: Backups },
  policy: { head: "Retention", Cell: Policy },
  credential: { head: "Credential", Cell: Credential },
  type: { head: "Type", Cell: Type },
  tags: { head: "Tags", Cell: Tags },
};

function Health({ instance }: CellProps) {
  return (
    <td data-label="Health">
      <span title={instance.health.text}>
        <HealthBadge health={instance.health} />
      </span>
    </td>
  );
}

function State({ instance }: CellProps) {
  return <td data-label="In EC2">{instance.state}</td>;
}

function Place({ instance }: CellProps) {
  return (
    <td data-label="Region and account">
      <span className="two-lines">
        <span className="text-nowrap">{instance.region}</span>
        <span className="muted small">{instance.accountId}</span>
      </span>
    </td>
  );
}

function Schedule({ instance }: CellProps) {
  return (
    <td data-label="Schedule" className="schedule-cell">
      <ScheduleWords schedules={instance.schedules} scheduler={instance.scheduler} />
    </td>
  );
}

function LastGood({ instance, now }: CellProps) {
  return (
    <MaybeCell label="Last good">
      {instance.lastGoodAt === null ? null : (
        <Link href={`/backups/${instance.lastGoodBackupId ?? ""}`}>
          <RelativeTime at={instance.lastGoodAt} now={now} />
        </Link>
      )}
    </MaybeCell>
  );
}

function NextDue({ instance, now }: CellProps) {
  return (
    <MaybeCell label="Next">
      {instance.nextDueAt === null ? null : <Countdown at={instance.nextDueAt} now={now} />}
    </MaybeCell>
  );
}

function Backups({ instance }: CellProps) {
  return (
    <td data-label="Available backups" className="num">
      <Link href={`/backups?instance=${instance.id}`}>{instance.availableCount}</Link>
    </td>
  );
}

function Policy({ instance, policies }: CellProps) {
  const { retentionPolicyId: id } = instance;
  return (
    <td data-label="Retention" className="hostile">
      {id === null ? (
        <span className="muted">the default</span>
      ) : (
        (policies.get(id) ?? "rules of its own")
      )}
    </td>
  );
}

function Credential({ instance }: CellProps) {
  return (
    <MaybeCell label="Credential">
      {instance.credentialId === null ? null : (
        <Link href={`/credentials/${instance.credentialId}`} className="cut">
          {instance.credentialName}
        </Link>
      )}
    </MaybeCell>
  );
}

function Type({ instance }: CellProps) {
  const { volumeCount, volumeGiB } = instance;
  return (
    <td data-label="Type and volumes">
      <span className="two-lines">
        <span>{instance.instanceType ?? "not known"}</span>
        <span className="muted small">
          {volumeGiB === null
            ? toVolumesText(volumeCount)
            : `${volumeGiB.toLocaleString("en")} GiB`}
        </span>
      </span>
    </td>
  );
}

function toVolumesText(count: number | null): string {
  if (count === null) return "volumes not known";
  return count === 1 ? "1 volume" : `${count} volumes`;
}

const TAGS_SHOWN = 3;

function Tags({ instance }: CellProps) {
  const tags = Object.entries(instance.tags).filter(([key]) => key !== "Name");
  return (
    <MaybeCell label="Tags" className="tags-cell">
      {tags.length === 0 ? null : (
        <ul className="tags">
          {tags.slice(0, TAGS_SHOWN).map(([key, value]) => (
            <li key={key} className="hostile" dir="auto" title={`${key}=${value}`}>
              <span className="muted">{key}</span> {value}
            </li>
          ))}
          {tags.length > TAGS_SHOWN ? <li>and {tags.length - TAGS_SHOWN} more</li> : null}
        </ul>
      )}
    </MaybeCell>
  );
}
