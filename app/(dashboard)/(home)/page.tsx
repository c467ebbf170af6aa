import type { Metadata } from "next";
import { listOpenAlerts } from "#lib/alerts/list-open-alerts";
import { listRunningBackups } from "#lib/backups/list-running-backups";
import { listBackups } from "#lib/backups/list-backups";
import { getFleetSummary } from "#lib/instances/get-fleet-summary";
import { startPage } from "../../_components/start-page";
import { DayPanel } from "../_components/day/day-panel";
import { FirstSteps } from "../_components/first-steps";
import { FindingsPanel } from "../_components/findings-panel";
import { HeatPanel } from "../_components/heat/heat-panel";
import { NeedsYou } from "../_components/needs-you";
import { PlansWaiting } from "../_components/plans-waiting";
import { RecentOutcomes } from "../_components/recent-outcomes";
import { toLatest } from "../_components/to-latest.pure";
import { RetentionNotice } from "../_components/retention-notice";
import { RunningNow } from "../_components/running-now";
import { SchedulerNotice } from "../_components/scheduler-notice";
import { toSentence } from "../_components/sentence.pure";
import { StoragePanel } from "../_components/storage/storage-panel";

export const metadata: Metadata = { title: "Dashboard" };

const RECENT = 8;
/** Those due at one moment end one after another: of so many the last to end are shown. */
const RECENT_READ = 50;
/** Of them as many are shown as there is room for. */
const ALERTS_READ = 20;
const ENDED = "available,failed,missed,skipped,gone";

export default async function DashboardPage() {
  const { ctx, now, may } = await startPage();
  const [summary, alerts, running, recent, firstGood] = await Promise.all([
    getFleetSummary(ctx),
    listOpenAlerts(ctx, { limit: ALERTS_READ }),
    listRunningBackups(ctx),
    listBackups(ctx, { status: ENDED, limit: RECENT_READ }),
    listBackups(ctx, { status: "available", limit: 1 }),
  ]);
  const isNew = firstGood.items.length === 0;
  return (
    <>
      <header className="page-head">
        <h1 className="sentence">{toSentence(summary)}</h1>
      </header>
      <div className="stack">
        {alerts.some(({ kind }) => kind === "scheduler.silent") ? null : (
          <SchedulerNotice ctx={ctx} hasInstances={summary.total > 0} />
        )}
        <RetentionNotice ctx={ctx} alerts={alerts} />
        {isNew ? (
          <FirstSteps ctx={ctx} instances={summary.total} running={running.length} may={may} />
        ) : null}
        <NeedsYou ctx={ctx} summary={summary} alerts={alerts} now={now} may={may} />
        <PlansWaiting ctx={ctx} />
        <div className="columns">
          <div className="stack">
            <RunningNow backups={running} now={now} />
            <RecentOutcomes backups={toLatest(recent.items, RECENT)} now={now} />
          </div>
          <div className="stack">
            <DayPanel ctx={ctx} now={now} />
            {summary.total > 0 ? <StoragePanel ctx={ctx} /> : null}
            {summary.total > 0 ? <FindingsPanel ctx={ctx} /> : null}
          </div>
        </div>
        {summary.total > 0 ? <HeatPanel ctx={ctx} /> : null}
      </div>
    </>
  );
}
