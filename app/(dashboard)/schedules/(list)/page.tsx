import type { Metadata } from "next";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { listSchedules } from "#lib/schedules/list-schedules";
import { ListSchedulesQuery } from "#lib/schedules/schemas";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { PlusIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { ScheduleTable } from "../_components/schedule-table";
import { WindowTable } from "../_components/window-table";

export const metadata: Metadata = { title: "Schedules" };

const ALL = 200;

export default async function SchedulesPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, ignored } = await readListQuery(searchParams, {
    schema: ListSchedulesQuery,
    names: [],
  });
  const [page, windows] = await Promise.all([
    listSchedules(ctx, { ...query, limit: ALL }),
    listExclusionWindows(ctx, { limit: ALL }),
  ]);
  const mayWrite = may("schedules.write");
  return (
    <>
      <PageHead
        title="Schedules"
        lead="When backups are due, soonest first, and the times in which none starts."
        actions={
          mayWrite ? (
            <Link className="btn btn-primary" href="/schedules/new">
              <PlusIcon /> Add a schedule
            </Link>
          ) : undefined
        }
      />
      <IgnoredFilters ignored={ignored} />
      <div className="stack">
        <section className="panel" aria-label="Schedules">
          <ScheduleTable
            schedules={page.items}
            now={now}
            mayWrite={mayWrite}
            mayEditDefault={may("settings.write")}
          />
          <Pager
            path="/schedules"
            filters={{}}
            nextCursor={page.nextCursor}
            isFirst={query.cursor === undefined}
            shown={page.items.length}
            total={page.total}
            noun={page.total === 1 ? "schedule" : "schedules"}
          />
        </section>
        <Panel
          title="Exclusion windows"
          aside={
            mayWrite ? (
              <Link className="btn btn-plain btn-sm" href="/schedules/windows/new">
                <PlusIcon /> Add a window
              </Link>
            ) : undefined
          }
          flush
        >
          <WindowTable windows={windows.items} now={now} mayWrite={mayWrite} />
        </Panel>
      </div>
    </>
  );
}
