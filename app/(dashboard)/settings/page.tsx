import type { Metadata } from "next";
import { getSecondFactor } from "#lib/auth/second-factor/get-second-factor";
import { getSchedulerState } from "#lib/schedules/scheduler-state";
import { getSecurity } from "#lib/settings/security";
import { getSettings } from "#lib/settings/get-settings";
import { Link } from "../../_components/link";
import { PageHead } from "../../_components/page-head";
import { Panel } from "../../_components/panel";
import { SettledSchedule } from "../../_components/schedule/settled-schedule";
import { startPage } from "../../_components/start-page";
import { CallbackForm } from "./_components/callback-form";
import { DefaultScheduleForm } from "./_components/default-schedule-form";
import { InstallationFacts } from "./_components/installation-facts";
import { LimitsForm } from "./_components/limits-form";
import { PriceForm } from "./_components/price-form";
import { RebootForm } from "./_components/reboot-form";
import { RetentionForm } from "./_components/retention-form";
import { SecurityForm } from "./_components/security-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { ctx, now, may } = await startPage();
  const [settings, scheduler, security, own] = await Promise.all([
    getSettings(ctx),
    getSchedulerState(ctx),
    getSecurity(ctx),
    getSecondFactor(ctx),
  ]);
  const { schedule, retention, rebootOnBackup, ...limits } = settings;
  // They hold for instances of every account.
  const seesAll = ctx.accounts === "all";
  const mayWrite = seesAll && may("settings.write");
  const maySecure = seesAll && may("security.write");
  const followers =
    schedule.instanceCount === 1
      ? "1 instance follows"
      : `${schedule.instanceCount} instances follow`;
  return (
    <div className="narrow">
      <PageHead
        title="Settings"
        lead={
          mayWrite
            ? "Defaults for instances, limits, and who is told of alerts. They act as soon as they are saved."
            : "Defaults for instances, limits, and who is told of alerts. An administrator who sees every account changes them."
        }
      />
      <div className="stack">
        <Panel title="Default schedule" aside={<span className="muted small">{followers} it</span>}>
          {mayWrite ? (
            <DefaultScheduleForm
              cron={schedule.cron}
              zone={schedule.zone}
              followers={schedule.instanceCount}
              now={now}
            />
          ) : (
            <SettledSchedule schedule={schedule} now={now} />
          )}
        </Panel>
        <Panel title="Default retention">
          <RetentionForm policy={retention} mayWrite={mayWrite} />
        </Panel>
        <Panel title="Instances during a backup">
          <RebootForm rebootOnBackup={rebootOnBackup} mayWrite={mayWrite} />
        </Panel>
        <Panel title="Limits">
          <LimitsForm limits={limits} mayWrite={mayWrite} />
        </Panel>
        <Panel title="Cost">
          <PriceForm usdPerGiBMonth={settings.snapshotUsdPerGiBMonth} mayWrite={mayWrite} />
        </Panel>
        <Panel title="Reports from AWS">
          <CallbackForm
            publicUrl={settings.publicUrl}
            callbackUrl={settings.callbackUrl}
            isGateway={ctx.runtime.config.gatewayCallbackUrl !== undefined}
            mayWrite={maySecure}
          />
        </Panel>
        {may("channels.read") ? (
          <Panel
            title="Alerts"
            aside={<Link href="/settings/channels">Channels and escalation</Link>}
          >
            <p className="muted m-0">
              What fails or is late is told to channels: e-mail, Slack-compatible and signed
              webhooks, and a heartbeat for when all of AMIVault is dead.
            </p>
          </Panel>
        ) : null}
        <Panel title="Security">
          <SecurityForm
            security={security}
            own={{
              role: ctx.actor.type === "user" ? ctx.actor.role : null,
              hasSecondFactor: own.on,
            }}
            mayWrite={maySecure}
          />
        </Panel>
        <Panel title="This installation">
          <InstallationFacts config={ctx.runtime.config} scheduler={scheduler} now={now} />
        </Panel>
      </div>
    </div>
  );
}
