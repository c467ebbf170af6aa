import type { Metadata } from "next";
import { cache } from "react";
import { listScheduleChoices } from "#lib/schedules/list-schedule-choices";
import { toWallText } from "#lib/schedules/describe-exclusion.pure";
import { getExclusionWindow } from "#lib/schedules/get-exclusion-window";
import { windowsOfEverybody } from "#lib/schedules/windows-of-everybody";
import { orNotFound } from "#lib/web/session";
import { NotAllowed } from "../../../../_components/not-allowed";
import { PageHead } from "../../../../_components/page-head";
import { Panel } from "../../../../_components/panel";
import { toNamedTitle } from "../../../../_components/named-title";
import { startPage } from "../../../../_components/start-page";
import { WindowForm } from "../../_components/window-form";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) =>
  getExclusionWindow((await startPage()).ctx, { exclusionWindowId: id }),
);

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((window) => window.name);
  return toNamedTitle("Exclusion window", name);
}

export default async function WindowPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  if (!may("schedules.write")) return <NotAllowed needs="an operator or an administrator" />;
  const { id } = await params;
  const window = await orNotFound(load(id));
  const seesAll = ctx.accounts === "all";
  if ((await windowsOfEverybody(ctx)).has(window.scheduleId)) {
    return <NotAllowed needs="an operator or an administrator who sees every account" />;
  }
  const choices = await listScheduleChoices(ctx);
  const schedules = choices.filter(({ isDefault }) => seesAll || !isDefault);
  const { zone, cron, durationMinutes } = window;
  const at = Date.parse(window.startsAt ?? window.beginsAt ?? new Date(now).toISOString());
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title={window.name}
        lead={window.words}
      />
      <Panel title="Exclusion window">
        <WindowForm
          windowId={id}
          initial={{
            name: window.name,
            scheduleId: window.scheduleId ?? "",
            repeats: cron !== null,
            startsAt: toWallText({ at, zone }).replace(" ", "T"),
            cron: cron ?? "0 22 * * 5",
            zone,
            hours: String(Math.floor(durationMinutes / 60)),
            minutes: String(durationMinutes % 60),
          }}
          seesAll={seesAll}
          schedules={schedules.map(({ id, name }) => ({ id, name }))}
          now={now}
        />
      </Panel>
    </div>
  );
}
