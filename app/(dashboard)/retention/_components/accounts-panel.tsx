import type { RetentionAccountDto } from "#lib/retention/dto";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { ConfirmAccount } from "./confirm-account";

/** In which accounts anything may go by itself. */
export function AccountsPanel(props: {
  accounts: readonly RetentionAccountDto[];
  now: number;
  mayConfirm: boolean;
}) {
  if (props.accounts.length === 0) return null;
  return (
    <Panel title="Accounts" flush>
      <table className="list list-cards">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" className="num">
              Images
            </th>
            <th scope="col">Retention</th>
          </tr>
        </thead>
        <tbody>
          {props.accounts.map((account) => (
            <tr key={account.accountRef}>
              <td>
                <span className="cell-title">
                  <code>{account.accountId}</code>
                  {account.name === null ? null : (
                    <span className="muted small hostile">{account.name}</span>
                  )}
                </span>
              </td>
              <td className="num" data-label="Images">
                {account.availableCount}
              </td>
              <td data-label="Retention">
                {account.confirmedAt !== null ? (
                  <span>
                    confirmed <RelativeTime at={account.confirmedAt} now={props.now} />
                  </span>
                ) : (
                  <ConfirmAccount
                    accountRef={account.accountRef}
                    accountId={account.accountId}
                    availableCount={account.availableCount}
                    mayConfirm={props.mayConfirm}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
