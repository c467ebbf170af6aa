import type { Metadata } from "next";
import { getDefaultSchedule } from "#lib/schedules/get-default-schedule";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { ScheduleForm } from "../_components/schedule-form";
import { toWindows } from "../_components/to-windows";

export const metadata: Metadata = { title: "Add a schedule" };

export default async function NewSchedulePage() {
  const { ctx, now, may } = await startPage();
  if (!may("schedules.write")) return <NotAllowed needs="an operator or an administrator" />;
  const [standard, windows] = await Promise.all([
    getDefaultSchedule(ctx),
    listExclusionWindows(ctx, { limit: 200 }),
  ]);
  const forAll = windows.items.filter(({ scheduleId }) => scheduleId === null);
  const { cron, zone } = standard;
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title="Add a schedule"
        lead="Instances that follow it move with it when it is edited."
      />
      <Panel title="Schedule">
        <ScheduleForm
          scheduleId={null}
          initial={{ name: "", cron, zone, startWindow: "", spread: "" }}
          windows={toWindows(forAll)}
          now={now}
        />
      </Panel>
    </div>
  );
}
