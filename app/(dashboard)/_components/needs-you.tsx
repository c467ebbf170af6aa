import { INSTANCE_KINDS } from "#lib/alerts/alert-kinds";
import type { AlertDto } from "#lib/alerts/dto";
import { listAlertsOf } from "#lib/alerts/list-alerts-of";
import type { Permission } from "#lib/auth/permissions";
import type { Context } from "#lib/context";
import type { FleetSummaryDto } from "#lib/instances/dto";
import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";
import { AlertNeed } from "./alert-need";
import { InstanceNeed } from "./instance-need";
import { mergeNeeds } from "./needs.pure";
import { UnprotectedNeed } from "./unprotected-need";

const SHOWN = 8;

/** Each trouble once, most urgent first, with the act that mends it. */
export async function NeedsYou(props: {
  ctx: Context;
  summary: FleetSummaryDto;
  alerts: readonly AlertDto[];
  unprotected: number;
  now: number;
  may: (permission: Permission) => boolean;
}) {
  const { ctx, summary, alerts, unprotected, now, may } = props;
  const { needsYou, needsYouCount } = summary;
  if (alerts.length + needsYouCount + unprotected === 0) return null;
  const alertOf = await listAlertsOf(ctx, {
    entityType: "instance",
    entityIds: needsYou.map(({ id }) => id),
    kinds: INSTANCE_KINDS,
  });
  const needs = mergeNeeds({ alerts, instances: needsYou, alertOf, unprotected });
  const shown = needs.slice(0, SHOWN);
  const named = shown.reduce((sum, need) => sum + need.instances.length, 0);
  return (
    <Panel
      title="Needs you"
      flush
      foot={toFoot({ hidden: needs.length - shown.length, named, needsYouCount })}
    >
      <ul className="rows">
        {shown.map((need) => {
          switch (need.type) {
            case "alert":
              return <AlertNeed key={need.alert.id} need={need} now={now} may={may} />;
            case "instances":
              return <InstanceNeed key={need.first.id} need={need} may={may} />;
            case "unprotected":
              return <UnprotectedNeed key="unprotected" count={need.count} may={may} />;
          }
        })}
      </ul>
    </Panel>
  );
}

function toFoot(of: { hidden: number; named: number; needsYouCount: number }) {
  const { hidden, named, needsYouCount } = of;
  if (hidden === 0 && named >= needsYouCount) return undefined;
  return (
    <>
      {needsYouCount > named ? (
        <Link href="/instances?health=needs_you">
          {needsYouCount === 1 ? "Show the instance" : `Show all ${needsYouCount} instances`}
        </Link>
      ) : null}
      {hidden > 0 ? <Link href="/alerts">Show all alerts</Link> : null}
    </>
  );
}
