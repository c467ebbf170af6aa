import type { Metadata } from "next";
import { getSchedule } from "#lib/schedules/get-schedule";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { orNotFound } from "#lib/web/session";
import { PlusIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { SchedulePreview } from "../../../_components/schedule/schedule-preview";
import { startPage } from "../../../_components/start-page";
import { DeleteScheduleButton } from "../_components/delete-schedule-button";
import { PauseScheduleButton } from "../_components/pause-schedule-button";
import { ScheduleForm } from "../_components/schedule-form";
import { toWindows } from "../_components/to-windows";
import { WindowTable } from "../_components/window-table";

export const metadata: Metadata = { title: "Schedule" };

export default async function SchedulePage({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  const schedule = await orNotFound(getSchedule(ctx, { scheduleId: id }));
  const windows = await listExclusionWindows(ctx, { schedule: id, limit: 200 });
  const { name, cron, zone, enabled, instanceCount, isDefault } = schedule;
  const mayWrite = may("schedules.write") && (!isDefault || may("settings.write"));
  const followers =
    instanceCount === 0
      ? "No instance follows it yet: choose it on an instance’s page."
      : instanceCount === 1
        ? "1 instance follows it."
        : `${instanceCount} instances follow it.`;
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title={name}
        lead={`${enabled ? "" : "Paused. "}${followers}${isDefault ? " Instances are added with this one unless somebody chooses another." : ""}`}
        actions={
          mayWrite ? (
            <PauseScheduleButton
              scheduleId={id}
              name={name}
              enabled={enabled}
              followers={instanceCount}
            />
          ) : undefined
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
            <SchedulePreview schedule={schedule} now={now} windows={toWindows(windows.items)} />
          )}
        </Panel>
        <Panel
          title="Exclusion windows that hold for it"
          aside={
            may("schedules.write") ? (
              <Link className="btn btn-plain btn-sm" href={`/schedules/windows/new?schedule=${id}`}>
                <PlusIcon /> Add a window
              </Link>
            ) : undefined
          }
          flush
        >
          <WindowTable windows={windows.items} now={now} mayWrite={may("schedules.write")} />
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
