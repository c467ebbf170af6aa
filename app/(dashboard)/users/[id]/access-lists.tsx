import type { SessionDto } from "#lib/users/sessions/dto";
import type { PersonalTokenDto } from "#lib/users/tokens/dto";
import { ExactTime } from "../../../_components/exact-time";
import { RelativeTime } from "../../../_components/relative-time";
import { endSessionOfUserAction, revokeTokenOfUserAction } from "../actions";
import { ActButton } from "./act-button";

/** The one that asks is marked, and ended by signing out. */
export function SessionTable(props: { userId: string; sessions: SessionDto[]; now: number }) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Device</th>
          <th scope="col">Address</th>
          <th scope="col">Signed in</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span className="visually-hidden">End it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.sessions.map((session) => (
          <tr key={session.id}>
            <td className="hostile">{session.kind === "api" ? "API" : session.device}</td>
            <td data-label="Address">{session.address}</td>
            <td data-label="Signed in">
              <RelativeTime at={session.createdAt} now={props.now} />
            </td>
            <td data-label="Last seen">
              {session.current ? (
                <strong>this one, now</strong>
              ) : (
                <RelativeTime at={session.lastSeenAt} now={props.now} />
              )}
            </td>
            <td className="fit">
              {session.current ? null : (
                <ActButton
                  label="End"
                  small
                  action={endSessionOfUserAction}
                  input={{ userId: props.userId, sessionId: session.id }}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function TokenTable(props: { userId: string; tokens: PersonalTokenDto[]; now: number }) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">Last used</th>
          <th scope="col">Ends</th>
          <th scope="col">
            <span className="visually-hidden">Revoke it</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.tokens.map((token) => (
          <tr key={token.id}>
            <td className="hostile">
              {token.name} <code>…{token.last4}</code>
            </td>
            <td data-label="Last used">
              {token.lastUsedAt === null ? (
                <span className="muted">never</span>
              ) : (
                <RelativeTime at={token.lastUsedAt} now={props.now} />
              )}
            </td>
            <td data-label="Ends">
              <ExactTime at={token.expiresAt} now={props.now} />
            </td>
            <td className="fit">
              <ActButton
                label="Revoke"
                small
                action={revokeTokenOfUserAction}
                input={{ userId: props.userId, tokenId: token.id }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
