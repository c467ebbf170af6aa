import type { Metadata } from "next";
import { cache } from "react";
import { listInstances } from "#lib/instances/list-instances";
import { getSchedule } from "#lib/schedules/get-schedule";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { listScheduleRuns } from "#lib/schedules/list-schedule-runs";
import { windowsOfEverybody } from "#lib/schedules/windows-of-everybody";
import { orNotFound } from "#lib/web/session";
import { CopyIcon, PlusIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { SettledSchedule } from "../../../_components/schedule/settled-schedule";
import { toNamedTitle } from "../../../_components/named-title";
import { startPage } from "../../../_components/start-page";
import { DeleteScheduleButton } from "../_components/delete-schedule-button";
import { FollowerList } from "../_components/follower-list";
import { PauseScheduleButton } from "../_components/pause-schedule-button";
import { OutcomeSums } from "../_components/outcome-sums";
import { RunOutcomes } from "../_components/run-outcomes";
import { ScheduleForm } from "../_components/schedule-form";
import { toStartedBy } from "../_components/starters-text.pure";
import { toWindows } from "../_components/to-windows";
import { WindowTable } from "../_components/window-table";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getSchedule((await startPage()).ctx, { scheduleId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((schedule) => schedule.name);
  return toNamedTitle("Schedule", name);
}

const FOLLOWERS_SHOWN = 5;

export default async function SchedulePage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  const schedule = await orNotFound(load(id));
  const [windows, followers, runs, ofEverybody] = await Promise.all([
    listExclusionWindows(ctx, { schedule: id, limit: 200 }),
    listInstances(ctx, { schedule: id, limit: FOLLOWERS_SHOWN }),
    listScheduleRuns(ctx, { scheduleId: id }),
    windowsOfEverybody(ctx),
  ]);
  const { name, cron, zone, enabled, instanceCount, isDefault } = schedule;
  const mayWrite = may("schedules.write") && (!isDefault || may("settings.write"));
  const followedBy =
    instanceCount === 0
      ? "No instance follows it yet: choose it on an instance’s page."
      : instanceCount === 1
        ? "1 instance follows it."
        : `${instanceCount} instances follow it.`;
  const startedBy = schedule.awsInstanceCount === 0 ? "" : ` ${toStartedBy(schedule)}`;
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title={name}
        lead={`${enabled ? "" : "Paused. "}${followedBy}${startedBy}${isDefault ? " Instances are added with this one unless somebody chooses another." : ""}`}
        actions={
          <>
            {may("schedules.write") ? (
              <Link className="btn btn-plain btn-sm" href={`/schedules/new?from=${id}`}>
                <CopyIcon /> Duplicate
              </Link>
            ) : null}
            {mayWrite ? (
              <PauseScheduleButton
                scheduleId={id}
                name={name}
                enabled={enabled}
                followers={instanceCount}
              />
            ) : null}
          </>
        }
      />
      <div className="stack">
        <Panel title="Schedule">
          {mayWrite ? (
            <ScheduleForm
              scheduleId={id}
              initial={{
                name,
                cron,
                zone,
                startWindow: String(schedule.startWindowMinutes),
                spread: schedule.spreadMinutes === 0 ? "" : String(schedule.spreadMinutes),
              }}
              windows={toWindows(windows.items)}
              now={now}
            />
          ) : (
            <SettledSchedule schedule={schedule} now={now} windows={toWindows(windows.items)} />
          )}
        </Panel>
        <Panel
          title="Instances that follow it"
          aside={
            instanceCount > 0 ? (
              <Link href={`/instances?schedule=${id}`}>
                {instanceCount > followers.items.length ? `Show all ${instanceCount}` : "Show them"}
              </Link>
            ) : undefined
          }
          foot={
            followers.items.length > 0 && may("backups.create") ? (
              <span className="muted small">
                To back them all up now, or to give them another schedule,{" "}
                <Link href={`/instances?schedule=${id}`}>choose them in the list</Link>.
              </span>
            ) : undefined
          }
          flush
        >
          {followers.items.length === 0 ? (
            <p className="muted panel-body m-0">
              None that you may see. Choose it on an instance’s page, or for many on the{" "}
              <Link href="/instances">list of instances</Link>.
            </p>
          ) : (
            <FollowerList instances={followers.items} now={now} />
          )}
        </Panel>
        <Panel
          title="How its runs went"
          aside={<Link href={toListHref("/backups", { schedule: id })}>Show its backups</Link>}
          flush
        >
          <OutcomeSums scheduleId={id} outcomes={runs.outcomes} now={now} />
          <RunOutcomes scheduleId={id} runs={runs.items} now={now} />
        </Panel>
        <Panel
          title="Exclusion windows that hold for it"
          aside={
            may("schedules.write") && !ofEverybody.has(id) ? (
              <Link className="btn btn-plain btn-sm" href={`/schedules/windows/new?schedule=${id}`}>
                <PlusIcon /> Add a window
              </Link>
            ) : undefined
          }
          flush
        >
          <WindowTable
            windows={windows.items}
            now={now}
            mayWrite={may("schedules.write")}
            ofEverybody={ofEverybody}
          />
        </Panel>
        {mayWrite && !isDefault ? (
          <Panel title="Delete">
            <DeleteScheduleButton scheduleId={id} name={name} followers={instanceCount} />
          </Panel>
        ) : null}
      </div>
    </div>
  );
}
