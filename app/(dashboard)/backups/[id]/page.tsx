import type { Metadata } from "next";
import { cache } from "react";
import type { BackupDetailDto } from "#lib/backups/dto";
import { getBackup } from "#lib/backups/get-backup";
import { listBackupAudit } from "#lib/backups/list-backup-audit";
import { getInstanceRetention } from "#lib/retention/get-instance-retention";
import { orNotFound } from "#lib/web/session";
import { isRunning } from "../../../_components/backup-status";
import { LiveProgress, LiveStatus } from "../../../_components/live/live-status";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { toNamedTitle } from "../../../_components/named-title";
import { startPage } from "../../../_components/start-page";
import { LifeLine } from "../_components/life-line";
import { BackupAudit } from "./_components/backup-audit";
import { BackupEvents } from "./_components/backup-events";
import { BackupFacts } from "./_components/backup-facts";
import { BackupReason } from "./_components/backup-reason";
import { BackupTags } from "./_components/backup-tags";
import { DeleteBackup } from "./_components/delete-backup";
import { DescriptionForm } from "./_components/description-form";
import { HoldButton } from "./_components/hold-button";
import { findLaterGood } from "./_components/later-good.pure";
import { LaunchCommand } from "./_components/launch-command";
import { Snapshots } from "./_components/snapshots";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getBackup((await startPage()).ctx, { backupId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params
    .then(({ id }) => load(id))
    .then((backup) => backup.instance.name || backup.instance.instanceId);
  return toNamedTitle("Backup", name);
}

export default async function BackupPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  const backup = await orNotFound(load(id));
  const { instance } = backup;
  const retention = await getInstanceRetention(ctx, { instanceId: instance.id });
  const audit = may("audit.read") ? await listBackupAudit(ctx, { backupId: id }) : null;
  return (
    <>
      <PageHead
        crumbs={[
          { href: "/backups", label: "Backups" },
          { href: `/instances/${instance.id}`, label: instance.name || instance.instanceId },
        ]}
        title={`Backup of ${instance.name || instance.instanceId}`}
        lead={
          <span className="head-badges">
            <LiveStatus {...backup} />
            <LiveProgress {...backup} label="Progress of the image" />
          </span>
        }
      />
      <div className="stack" data-live-entity={backup.id}>
        <BackupReason
          backup={backup}
          later={findLaterGood(backup, retention.forecast)}
          now={now}
          mayBackUp={may("backups.create") && retention.state !== "removed"}
        />
        <Panel title="Life" aside={<span className="muted small">Times in UTC</span>}>
          <LifeLine backup={backup} now={now} />
        </Panel>
        <div className="columns">
          <div className="stack">
            <Snapshots snapshots={backup.snapshots} isRunning={isRunning(backup.status)} />
            <LaunchCommand
              status={backup.status}
              command={backup.launchCommand}
              consoleUrl={backup.consoleUrl}
            />
            <BackupEvents events={backup.events} now={now} />
            {audit === null ? null : <BackupAudit entries={audit.items} now={now} />}
          </div>
          <div className="stack">
            <BackupFacts backup={backup} retention={retention} now={now} />
            {may("backups.hold") ? (
              <HoldButton backupId={backup.id} held={backup.held} status={backup.status} />
            ) : null}
            <BackupTags
              backupId={backup.id}
              tags={backup.tags}
              mayChange={may("backups.edit") && isTaggable(backup)}
            />
            {may("backups.edit") ? (
              <Panel title="Description">
                <DescriptionForm backupId={backup.id} description={backup.description} />
              </Panel>
            ) : null}
            {may("backups.delete") && isDeletable(backup) ? (
              <Panel title="Delete">
                <DeleteBackup
                  backupId={backup.id}
                  name={instance.name || instance.instanceId}
                  status={backup.status}
                  hasImage={backup.imageId !== null}
                />
              </Panel>
            ) : null}
          </div>
        </div>
      </div>
    </>
  );
}

/** AWS has an image of it that is not on its way out. */
function isTaggable({ status, imageId }: BackupDetailDto): boolean {
  return imageId !== null && (status === "available" || status === "pending");
}

/** What is deleted is shown for what stayed of it alone. */
function isDeletable({ status, snapshots }: BackupDetailDto): boolean {
  if (status === "forgotten") return false;
  return status !== "deleted" || snapshots.some(({ stateMessage }) => stateMessage !== null);
}
