import { listRecentEvents } from "#lib/activity/list-recent-events";
import type { RecentEventDto } from "#lib/activity/dto";
import type { Context } from "#lib/context";
import { Link } from "../../../_components/link";
import {
  CheckCircleIcon,
  CrossCircleIcon,
  InfoIcon,
  WarningIcon,
} from "../../../_components/outcome-icons";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";

const SHOWN = 10;

/** What happened lately, in words. */
export async function RecentEvents({ ctx, now }: { ctx: Context; now: number }) {
  const events = await listRecentEvents(ctx, { limit: SHOWN });
  return (
    <Panel title="Recent events" aside={<Link href="/backups">All backups</Link>} flush>
      {events.length === 0 ? (
        <p className="muted panel-body m-0">
          Backups that end, alerts, removals and what people change appear here.
        </p>
      ) : (
        <ul className="rows events">
          {events.map((event) => (
            <li key={event.id}>
              <Mark tone={event.tone} />
              <div className="row-main">
                <Sentence event={event} />
                {event.detail === null ? null : (
                  <span className="muted small d-block hostile">{event.detail}</span>
                )}
              </div>
              <span className="muted small">
                <RelativeTime at={event.at} now={now} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Sentence({ event }: { event: RecentEventDto }) {
  const { who, what, subject, others, href } = event;
  const named = (
    <span className="hostile" dir="auto">
      {subject ?? "Show"}
    </span>
  );
  return (
    <span>
      {who === null ? null : (
        <>
          <span className="hostile" dir="auto">
            {who}
          </span>{" "}
        </>
      )}
      {what}{" "}
      {href === null ? (
        subject === null ? null : (
          named
        )
      ) : (
        <Link href={href} className="event-subject">
          {named}
        </Link>
      )}
      {others > 0 ? ` and ${others} more` : ""}
    </span>
  );
}

function Mark({ tone }: Pick<RecentEventDto, "tone">) {
  switch (tone) {
    case "ok":
      return <CheckCircleIcon className="text-ok" />;
    case "warn":
      return <WarningIcon className="text-warn" />;
    case "bad":
      return <CrossCircleIcon className="text-bad" />;
    case "quiet":
      return <InfoIcon className="muted" />;
  }
}
