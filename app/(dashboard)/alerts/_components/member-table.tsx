import Link from "next/link";
import type { AlertMemberDto } from "#lib/alerts/dto";
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

/** Whom the alert befell: those that are not well first. */
export function MemberTable(props: { members: readonly AlertMemberDto[]; now: number }) {
  return (
    <ul className="rows">
      {props.members.map((member) => (
        <li key={`${member.entityType}/${member.entityId}`}>
          <div className="row-main">
            <MemberName member={member} />
            <span className="muted small">
              found <RelativeTime at={member.addedAt} now={props.now} />
            </span>
          </div>
          <div className="row-side">
            {member.clearedAt === null ? (
              <Badge tone="bad" icon={<CrossCircleIcon />}>
                Not well
              </Badge>
            ) : (
              <Badge tone="ok" icon={<CheckCircleIcon />}>
                Well again
              </Badge>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function MemberName({ member }: { member: AlertMemberDto }) {
  const page = PAGES[member.entityType];
  if (page === undefined) {
    return (
      <span className="row-title hostile" dir="auto">
        {member.message}
      </span>
    );
  }
  return (
    <Link href={`${page}${member.entityId}`} className="row-title hostile" dir="auto">
      {member.message}
    </Link>
  );
}
