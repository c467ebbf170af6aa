import type { Context } from "#lib/context";
import type { SessionDto } from "#lib/users/sessions/dto";
import { listOwnSessions } from "#lib/users/sessions/list-sessions";
import { ExactTime } from "../../../_components/exact-time";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { EndOtherSessions } from "./end-other-sessions";
import { EndSession } from "./end-session";

/** Where somebody is signed in as this person, and a way to end it. */
export async function SessionsPanel({ ctx, now }: { ctx: Context; now: number }) {
  const { items } = await listOwnSessions(ctx);
  const others = items.filter(({ current }) => !current).length;
  return (
    <Panel title="Sessions" flush aside={others > 0 ? <EndOtherSessions count={others} /> : null}>
      <table className="list list-cards">
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">Signed in</th>
            <th scope="col">Last seen</th>
            <th scope="col">Ends by</th>
            <th scope="col">
              <span className="visually-hidden">End it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((session) => (
            <SessionRow key={session.id} session={session} now={now} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function SessionRow({ session, now }: { session: SessionDto; now: number }) {
  const { id, device, address, kind, current } = session;
  const name = kind === "api" ? `${device}, by the API` : device;
  return (
    <tr>
      <td>
        <span className="cell-title">
          <span className="hostile" dir="auto">
            {name}
          </span>
          <span className="muted small">{address || "unknown address"}</span>
        </span>
      </td>
      <td data-label="Signed in">
        <RelativeTime at={session.createdAt} now={now} />
      </td>
      <td data-label="Last seen">
        {current ? (
          <strong>this one, now</strong>
        ) : (
          <RelativeTime at={session.lastSeenAt} now={now} />
        )}
      </td>
      <td data-label="Ends by">
        <ExactTime at={session.expiresAt} now={now} />
      </td>
      <td className="fit">{current ? null : <EndSession sessionId={id} name={name} />}</td>
    </tr>
  );
}
