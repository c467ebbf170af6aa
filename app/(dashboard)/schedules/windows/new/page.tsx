import type { Metadata } from "next";
import { listScheduleChoices } from "#lib/schedules/list-schedule-choices";
import { toWallText } from "#lib/schedules/describe-exclusion.pure";
import { getDefaultSchedule } from "#lib/schedules/get-default-schedule";
import type { SearchParams } from "../../../../_components/list-query";
import { NotAllowed } from "../../../../_components/not-allowed";
import { PageHead } from "../../../../_components/page-head";
import { Panel } from "../../../../_components/panel";
import { startPage } from "../../../../_components/start-page";
import { WindowForm } from "../../_components/window-form";

export const metadata: Metadata = { title: "Add an exclusion window" };

const DAY_MS = 86_400_000;

export default async function NewWindowPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  if (!may("schedules.write")) return <NotAllowed needs="an operator or an administrator" />;
  const { schedule } = await searchParams;
  const [{ zone }, choices] = await Promise.all([
    getDefaultSchedule(ctx),
    listScheduleChoices(ctx),
  ]);
  const seesAll = ctx.accounts === "all";
  const items = choices.filter(({ isDefault }) => seesAll || !isDefault);
  const known = items.some(({ id }) => id === schedule) ? String(schedule) : "";
  const tomorrow = toWallText({ at: now + DAY_MS, zone }).slice(0, 10);
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title="Add an exclusion window"
        lead="While it lasts, no scheduled backup starts. What a person asks for starts all the same."
      />
      <Panel title="Exclusion window">
        <WindowForm
          windowId={null}
          initial={{
            name: "",
            scheduleId: known,
            repeats: false,
            startsAt: `${tomorrow}T22:00`,
            cron: "0 22 * * 5",
            zone,
            hours: "8",
            minutes: "0",
          }}
          seesAll={seesAll}
          schedules={items.map(({ id, name }) => ({ id, name }))}
          now={now}
        />
      </Panel>
    </div>
  );
}
