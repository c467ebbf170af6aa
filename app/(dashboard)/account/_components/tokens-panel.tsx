import type { Context } from "#lib/context";
import type { PersonalTokenDto } from "#lib/users/tokens/dto";
import { listOwnTokens } from "#lib/users/tokens/list-tokens";
import { ExactTime } from "../../../_components/exact-time";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { listScopeChoices } from "./list-scope-choices";
import { NewToken } from "./new-token";
import { RevokeToken } from "./revoke-token";

/** What lets scripts in as this person, each with an end. */
export async function TokensPanel({ ctx, now }: { ctx: Context; now: number }) {
  const { items } = await listOwnTokens(ctx);
  return (
    <Panel
      title="API tokens"
      flush={items.length > 0}
      aside={<NewToken choices={listScopeChoices(ctx)} />}
    >
      {items.length === 0 ? (
        <p className="muted m-0">
          None yet. A token lets a script call the API as you, for no more than you choose and no
          longer than you say, without your password.
        </p>
      ) : (
        <table className="list list-cards">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">May do</th>
              <th scope="col">Last used</th>
              <th scope="col">Ends</th>
              <th scope="col">
                <span className="visually-hidden">Revoke it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((token) => (
              <TokenRow key={token.id} token={token} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function TokenRow({ token, now }: { token: PersonalTokenDto; now: number }) {
  const { id, name, last4, scopes, lastUsedAt, lastUsedAddress } = token;
  return (
    <tr>
      <td>
        <span className="cell-title">
          <span className="cut hostile" dir="auto">
            {name}
          </span>
          <code className="muted small">amivault_pat_…{last4}</code>
        </span>
      </td>
      <td data-label="May do">
        <details>
          <summary>{scopes.length === 1 ? "1 scope" : `${scopes.length} scopes`}</summary>
          <span className="small">{scopes.join(", ")}</span>
        </details>
      </td>
      <td data-label="Last used">
        {lastUsedAt === null ? (
          <span className="muted">never</span>
        ) : (
          <span className="cell-title">
            <RelativeTime at={lastUsedAt} now={now} />
            <span className="muted small">{lastUsedAddress}</span>
          </span>
        )}
      </td>
      <td data-label="Ends">
        <ExactTime at={token.expiresAt} now={now} />
      </td>
      <td className="fit">
        <RevokeToken tokenId={id} name={name} />
      </td>
    </tr>
  );
}
