import { monthlyUsdAtMost } from "#lib/costs/cost.pure";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { toCountText } from "../../../../_components/count-text.pure";
import { toPriceText, toUsdText } from "../../../../_components/cost.pure";
import { InstanceName } from "../../../../_components/instance-name";
import { toGiBText } from "../../../../_components/size.pure";
import type { Comparison } from "../../_components/run-comparison";
import { toLabHref } from "./lab-address.pure";
import { differenceWords } from "./lab-figures.pure";

/** The sentence, each account, and the instances that lose most. */
export function FleetResult(props: {
  comparison: Comparison;
  isDone: boolean;
  price: number;
  b: RetentionRules | null;
}) {
  const { comparison, isDone, price, b } = props;
  const { total, accounts, losers } = comparison;
  if (total === null) {
    return isDone ? <p className="muted m-0">No instance is concerned.</p> : null;
  }
  const known = total.a.yearKeep !== null && total.b.yearKeep !== null;
  return (
    <div className="stack">
      {isDone ? (
        <p className="sentence m-0" role="status">
          {differenceWords({
            more: total.more,
            moreText: `${toGiBText(total.moreBytes)} full size, at most`,
            fewer: total.fewer,
            year: known ? (total.b.yearKeep ?? 0) - (total.a.yearKeep ?? 0) : null,
          })}
        </p>
      ) : null}
      <p className="muted m-0">
        {toCountText(total.backups, "image")} in {toCountText(total.instances, "instance")};{" "}
        {count(total.touchedInstances)} of these {total.touchedInstances === 1 ? "loses" : "lose"}{" "}
        some. In all, B would let {count(total.b.remove)} go now: {toGiBText(total.b.removeBytes)}{" "}
        full size and {toUsdText(monthlyUsdAtMost(total.b.removeBytes, price))} a month, both at
        most ({toPriceText(price)}).
        {total.frozenInstances > 0
          ? ` ${total.frozenInstances} ${total.frozenInstances === 1 ? "is" : "are"} frozen until a scheduled run succeeds.`
          : ""}
      </p>
      <table className="list list-cards lab-inner">
        <caption>By account</caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" className="num">
              Instances
            </th>
            <th scope="col" className="num">
              Images
            </th>
            <th scope="col" className="num">
              B removes more
            </th>
            <th scope="col" className="num">
              Full size, at most
            </th>
            <th scope="col" className="num">
              In a year, A and B
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.accountRef}>
              <td>
                <code>{account.accountId}</code>
              </td>
              <td className="num" data-label="Instances">
                {count(account.instances)}
              </td>
              <td className="num" data-label="Images">
                {count(account.backups)}
              </td>
              <td className="num" data-label="B removes more">
                {count(account.more)}
              </td>
              <td className="num" data-label="Full size, at most">
                {toGiBText(account.moreBytes)}
              </td>
              <td className="num" data-label="In a year, A and B">
                {yearText(account.a.yearKeep)}, {yearText(account.b.yearKeep)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {losers.length === 0 ? null : (
        <table className="list list-cards lab-inner">
          <caption>Where most would go</caption>
          <thead>
            <tr>
              <th scope="col">Instance</th>
              <th scope="col" className="num">
                B removes more
              </th>
              <th scope="col" className="num">
                Full size, at most
              </th>
              <th scope="col">
                <span className="visually-hidden">Look</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {losers.map(({ instance, more, moreBytes }) => (
              <tr key={instance.id}>
                <td>
                  <InstanceName {...instance} />
                </td>
                <td className="num" data-label="B removes more">
                  {count(more)}
                </td>
                <td className="num" data-label="Full size, at most">
                  {toGiBText(moreBytes)}
                </td>
                <td className="fit">
                  <a href={toLabHref({ instance: instance.id, b })}>See which</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function yearText(kept: number | null): string {
  return kept === null ? "unknown" : count(kept);
}
