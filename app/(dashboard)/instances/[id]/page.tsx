import type { Metadata } from "next";
import { listBackups } from "#lib/backups/list-backups";
import { listCredentials } from "#lib/credentials/list-credentials";
import { getInstanceFiring } from "#lib/eventbridge/get-instance-firing";
import { getInstanceHistory } from "#lib/instances/get-instance-history";
import { getInstanceRetention } from "#lib/retention/get-instance-retention";
import { listPolicies } from "#lib/retention/list-policies";
import { orNotFound } from "#lib/web/session";
import { everyPage } from "../../../_components/every-page";
import { EmptyState } from "../../../_components/empty-state";
import { BackupsIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { BackupTable } from "../../backups/_components/backup-table";
import { listNamedSchedules } from "../_components/named-schedules";
import { HealthNotice } from "./_components/health-notice";
import { HistoryPanel } from "./_components/history-panel";
import { InstanceFacts } from "./_components/instance-facts";
import { InstanceFiring } from "./_components/instance-firing";
import { InstanceHead } from "./_components/instance-head";
import { InstanceSchedules } from "./_components/instance-schedules";
import { RecentStrip } from "./_components/recent-strip";
import { RemoveInstance } from "./_components/remove-instance";
import { RetentionPanel } from "./_components/retention-panel";
import { SchedulePanel } from "./_components/schedule-panel";
import { SettingsForm } from "./_components/settings-form";
import { loadInstance, toInstanceTitle } from "./_components/load-instance";

type Params = { params: Promise<{ id: string }> };

export function generateMetadata({ params }: Params): Promise<Metadata> {
  return toInstanceTitle("Instance", params);
}

const STRIP = 30;
const ROWS = 8;
const HISTORY = 15;

export default async function InstancePage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  const instance = await orNotFound(loadInstance(id));
  const [recent, named, credentials, retention, policies, history, firing] = await Promise.all([
    listBackups(ctx, { instance: id, limit: STRIP }),
    listNamedSchedules(ctx),
    everyPage((page) => listCredentials(ctx, page)),
    getInstanceRetention(ctx, { instanceId: id }),
    everyPage((page) => listPolicies(ctx, page)),
    may("audit.read") ? getInstanceHistory(ctx, { instanceId: id, limit: HISTORY }) : null,
    getInstanceFiring(ctx, { instanceId: id }),
  ]);
  const isOurs = instance.removedAt === null;
  const ofAccount = credentials
    .filter((credential) => credential.accountRef === instance.accountRef)
    .map(({ id, name }) => ({ id, name }));
  return (
    <>
      <InstanceHead instance={instance} may={may} />
      <div className="stack">
        <HealthNotice instance={instance} may={may} />
        <Panel
          title="Recent backups"
          aside={<Link href={`/backups?instance=${id}`}>All of them</Link>}
          flush
        >
          {recent.items.length === 0 ? (
            <EmptyState icon={<BackupsIcon />} title="No backups yet">
              The first one appears here when its schedule comes due, or when you choose “Back up
              now”.
            </EmptyState>
          ) : (
            <>
              <RecentStrip backups={recent.items} />
              <BackupTable backups={recent.items.slice(0, ROWS)} now={now} withInstance={false} />
            </>
          )}
        </Panel>
        <RetentionPanel
          instanceId={id}
          retention={retention}
          policies={policies}
          now={now}
          mayWrite={isOurs && may("policies.write")}
        />
        <div className="columns">
          <div className="stack">
            <SchedulePanel
              instanceId={id}
              current={instance.schedules}
              named={named}
              now={now}
              mayEdit={isOurs && may("instances.write")}
            >
              <InstanceSchedules current={instance.schedules} named={named} now={now} />
              {isOurs ? (
                <InstanceFiring
                  instance={instance}
                  firing={firing}
                  now={now}
                  mayChange={may("schedules.write")}
                />
              ) : null}
            </SchedulePanel>
            {isOurs && may("instances.write") ? (
              <Panel title="Settings">
                <SettingsForm
                  instanceId={id}
                  credentialId={instance.credentialId}
                  rebootOnBackup={instance.rebootOnBackup}
                  credentials={ofAccount}
                />
              </Panel>
            ) : null}
            {history === null ? null : (
              <HistoryPanel
                entries={history.items}
                hasMore={history.nextCursor !== null}
                instanceId={id}
                now={now}
              />
            )}
          </div>
          <div className="stack">
            <InstanceFacts instance={instance} now={now} />
            {isOurs && may("instances.remove") ? (
              <Panel title="Remove from protection">
                <RemoveInstance
                  instanceId={id}
                  name={instance.name || instance.instanceId}
                  availableCount={instance.availableCount}
                />
              </Panel>
            ) : null}
          </div>
        </div>
      </div>
    </>
  );
}
