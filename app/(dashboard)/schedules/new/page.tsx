import type { Metadata } from "next";
import { getDefaultSchedule } from "#lib/schedules/get-default-schedule";
import { getSchedule } from "#lib/schedules/get-schedule";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { orNotFound } from "#lib/web/session";
import type { SearchParams } from "../../../_components/list-query";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { toCopy, toNew } from "../_components/schedule-initial.pure";
import { ScheduleForm } from "../_components/schedule-form";
import { toWindows } from "../_components/to-windows";

export const metadata: Metadata = { title: "Add a schedule" };

export default async function NewSchedulePage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  if (!may("schedules.write")) return <NotAllowed needs="an operator or an administrator" />;
  const { from } = await searchParams;
  const [model, windows] = await Promise.all([
    typeof from === "string"
      ? orNotFound(getSchedule(ctx, { scheduleId: from }))
      : getDefaultSchedule(ctx),
    listExclusionWindows(ctx, { limit: 200 }),
  ]);
  const forAll = windows.items.filter(({ scheduleId }) => scheduleId === null);
  const isCopy = typeof from === "string";
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
          initial={isCopy ? toCopy(model) : toNew(model)}
          windows={toWindows(forAll)}
          now={now}
        />
      </Panel>
    </div>
  );
}
