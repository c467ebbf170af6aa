import type { AlertMemberDto } from "#lib/alerts/dto";
import { Link } from "../../../_components/link";
import { CheckCircleIcon, CrossCircleIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { Badge } from "../../../_components/status-badge";

const PAGES: Readonly<Record<string, string>> = {
  instance: "/instances/",
  backup: "/backups/",
  credential: "/credentials/",
  plan: "/plans/",
  channel: "/settings/channels/",
};

/** What the alert affects: what has not recovered first. */
export function MemberTable(props: {
  members: readonly AlertMemberDto[];
  /** Said above the list already: not again with each. */
  cause: string;
  now: number;
}) {
  return (
    <ul className="rows">
      {props.members.map((member) => (
        <li key={`${member.entityType}/${member.entityId}`}>
          <div className="row-main">
            <MemberName member={member} cause={props.cause} />
            <span className="muted small">
              found <RelativeTime at={member.addedAt} now={props.now} />
            </span>
          </div>
          <div className="row-side">
            {member.clearedAt === null ? (
              <Badge tone="bad" icon={<CrossCircleIcon />}>
                Affected
              </Badge>
            ) : (
              <Badge tone="ok" icon={<CheckCircleIcon />}>
                Recovered
              </Badge>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function MemberName({ member, cause }: { member: AlertMemberDto; cause: string }) {
  const page = PAGES[member.entityType];
  const said = `: ${cause}`;
  const words = member.message.endsWith(said)
    ? member.message.slice(0, -said.length)
    : member.message;
  if (page === undefined) {
    return (
      <span className="row-title hostile" dir="auto">
        {words}
      </span>
    );
  }
  return (
    <Link href={`${page}${member.entityId}`} className="row-title hostile" dir="auto">
      {words}
    </Link>
  );
}
