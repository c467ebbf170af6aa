import type { Metadata } from "next";
import { listOpenAlerts } from "#lib/alerts/list-open-alerts";
import { countUnprotected } from "#lib/discovery/count-unprotected";
import { listRunningBackups } from "#lib/backups/list-running-backups";
import { listBackups } from "#lib/backups/list-backups";
import { getFleetSummary } from "#lib/instances/get-fleet-summary";
import { startPage } from "../../_components/start-page";
import { DayPanel } from "../_components/day/day-panel";
import { RecentEvents } from "../_components/events/recent-events";
import { FirstSteps } from "../_components/first-steps";
import { FindingsPanel } from "../_components/findings-panel";
import { HeatPanel } from "../_components/heat/heat-panel";
import { NeedsYou } from "../_components/needs-you";
import { PlansWaiting } from "../_components/plans-waiting";
import { RetentionNotice } from "../_components/retention-notice";
import { RunningNow } from "../_components/running-now";
import { SchedulerNotice } from "../_components/scheduler-notice";
import { toSentence } from "../_components/sentence.pure";
import { StoragePanel } from "../_components/storage/storage-panel";

export const metadata: Metadata = { title: "Dashboard" };

/** Of them as many are shown as there is room for. */
const ALERTS_READ = 20;

export default async function DashboardPage() {
  const { ctx, now, may } = await startPage();
  const [summary, alerts, running, firstGood, unprotected] = await Promise.all([
    getFleetSummary(ctx),
    listOpenAlerts(ctx, { limit: ALERTS_READ }),
    listRunningBackups(ctx),
    listBackups(ctx, { status: "available", limit: 1 }),
    countUnprotected(ctx),
  ]);
  const isNew = firstGood.items.length === 0;
  const hasFleet = summary.total > 0;
  return (
    <>
      <header className="page-head">
        <h1 className="sentence">{toSentence(summary)}</h1>
      </header>
      <div className="stack">
        {alerts.some(({ kind }) => kind === "scheduler.silent") ? null : (
          <SchedulerNotice ctx={ctx} hasInstances={hasFleet} />
        )}
        <RetentionNotice ctx={ctx} alerts={alerts} />
        {isNew ? (
          <FirstSteps ctx={ctx} running={running} unprotected={unprotected} now={now} may={may} />
        ) : null}
        <NeedsYou
          ctx={ctx}
          summary={summary}
          alerts={alerts}
          // While nothing is, the steps above say it.
          unprotected={hasFleet ? unprotected : 0}
          now={now}
          may={may}
        />
        <PlansWaiting ctx={ctx} />
        {hasFleet ? <HeatPanel ctx={ctx} /> : null}
        {hasFleet || !isNew ? (
          <div className="columns">
            <div className="stack">
              <DayPanel ctx={ctx} now={now} />
              <RecentEvents ctx={ctx} now={now} />
            </div>
            <div className="stack">
              <RunningNow backups={running} now={now} />
              <StoragePanel ctx={ctx} />
              {hasFleet ? <FindingsPanel ctx={ctx} /> : null}
            </div>
          </div>
        ) : null}
      </div>
    </>
  );
}
