import { listAlertsOf } from "#lib/alerts/list-alerts-of";
import type { Context } from "#lib/context";
import { listPlans } from "#lib/plans/list-plans";
import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";
import { toGiBText } from "../../_components/size.pure";
import { PlanBadge } from "../plans/_components/plan-badge";

const SHOWN = 5;

/** Removals that run, or wait for a person whom no alert tells of them; nothing where there are none. */
export async function PlansWaiting({ ctx }: { ctx: Context }) {
  const { items, nextCursor } = await listPlans(ctx, {
    status: "waiting,applying",
    limit: SHOWN,
  });
  const told = await listAlertsOf(ctx, {
    entityType: "plan",
    entityIds: items.map(({ id }) => id),
    kinds: ["removal.waiting"],
  });
  const untold = items.filter(({ id }) => !told.has(id));
  if (untold.length === 0) return null;
  return (
    <Panel
      title="Removal plans"
      flush
      foot={nextCursor === null ? undefined : <Link href="/plans?status=waiting">Show all</Link>}
    >
      <ul className="rows">
        {untold.map((plan) => (
          <li key={plan.id}>
            <div className="row-main">
              <Link href={`/plans/${plan.id}`} className="row-title hostile">
                {plan.title}
              </Link>
              <span className="hostile">{plan.breakerReason}</span>{" "}
              <span className="muted small">
                {plan.itemCount === 1 ? "one item" : `${plan.itemCount} items`}, full size at most{" "}
                {toGiBText(plan.sizeBytes)}
              </span>
            </div>
            <div className="row-side">
              <PlanBadge status={plan.status} />
              {plan.status === "waiting" ? (
                <Link className="btn btn-plain btn-sm" href={`/plans/${plan.id}`}>
                  Review it
                </Link>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
