import type { PlanDto } from "#lib/plans/dto";
import { Link } from "../../../_components/link";
import { RelativeTime } from "../../../_components/relative-time";
import { toGiBText } from "../../../_components/size.pure";
import { PlanBadge } from "./plan-badge";

export function PlanTable({ plans, now }: { plans: readonly PlanDto[]; now: number }) {
  return (
    <table className="list list-cards">
      <thead>
        <tr>
          <th scope="col">Plan</th>
          <th scope="col">Status</th>
          <th scope="col">Asked for by</th>
          <th scope="col">Made</th>
          <th scope="col" className="num">
            Items
          </th>
          <th scope="col" className="num">
            Full size, at most
          </th>
        </tr>
      </thead>
      <tbody>
        {plans.map((plan) => (
          <tr key={plan.id}>
            <td>
              <span className="two-lines">
                <Link href={`/plans/${plan.id}`} className="hostile">
                  {plan.title}
                </Link>
                {plan.breakerReason === null ? null : (
                  <span className="muted small hostile">{plan.breakerReason}</span>
                )}
              </span>
            </td>
            <td data-label="Status">
              <PlanBadge status={plan.status} />
            </td>
            <td data-label="Asked for by" className="hostile">
              {plan.requestedBy ?? "–"}
            </td>
            <td data-label="Made" className="line">
              <RelativeTime at={plan.createdAt} now={now} />
            </td>
            <td data-label="Items" className="num">
              {plan.itemCount}
            </td>
            <td data-label="Full size, at most" className="num">
              {toGiBText(plan.sizeBytes)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
