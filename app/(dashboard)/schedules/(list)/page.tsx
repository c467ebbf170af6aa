import type { Metadata } from "next";
import { listExclusionWindows } from "#lib/schedules/list-exclusion-windows";
import { listSchedules } from "#lib/schedules/list-schedules";
import { listScheduleZones } from "#lib/schedules/list-zones";
import { ListSchedulesQuery } from "#lib/schedules/schemas";
import { windowsOfEverybody } from "#lib/schedules/windows-of-everybody";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { AwsIcon, CalendarIcon, PlusIcon, SearchIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { RefreshButton } from "../_components/refresh-button";
import { scheduleSelects } from "../_components/schedule-selects";
import { ScheduleTable } from "../_components/schedule-table";
import { WindowTable } from "../_components/window-table";

export const metadata: Metadata = { title: "Schedules" };

const WINDOWS_MAX = 200;
const NAMES = ["search", "state", "zone", "sort"];

/** Soonest first unless the address says otherwise. */
const PageQuery = ListSchedulesQuery.safeExtend({
  sort: ListSchedulesQuery.shape.sort.unwrap().default("nextRun"),
});

export default async function SchedulesPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: PageQuery,
    names: NAMES,
  });
  const [page, windows, zones, ofEverybody] = await Promise.all([
    listSchedules(ctx, query),
    listExclusionWindows(ctx, { limit: WINDOWS_MAX }),
    listScheduleZones(ctx),
    windowsOfEverybody(ctx),
  ]);
  const mayWrite = may("schedules.write");
  return (
    <>
      <PageHead
        title="Schedules"
        lead="When backups are due, and the times in which none starts."
        actions={
          <>
            <Link className="btn btn-plain" href="/schedules/upcoming">
              <CalendarIcon /> Upcoming
            </Link>
            <Link className="btn btn-plain" href="/schedules/aws">
              <AwsIcon /> In AWS
            </Link>
            {mayWrite ? (
              <>
                <RefreshButton />
                <Link className="btn btn-primary" href="/schedules/new">
                  <PlusIcon /> Add a schedule
                </Link>
              </>
            ) : null}
          </>
        }
      />
      <IgnoredFilters ignored={ignored} />
      <div className="stack">
        <section className="panel" aria-label="Schedules">
          <div className="panel-filters">
            <FilterBar
              path="/schedules"
              searchLabel="Search by name, cron text or zone"
              filters={filters}
              selects={scheduleSelects(zones)}
            />
          </div>
          {page.items.length === 0 ? (
            <EmptyState icon={<SearchIcon />} title="No schedule is like that">
              Change the filters, or <Link href="/schedules">show all schedules</Link>.
            </EmptyState>
          ) : (
            <ScheduleTable
              schedules={page.items}
              now={now}
              mayWrite={mayWrite}
              mayEditDefault={may("settings.write")}
            />
          )}
          <Pager
            path="/schedules"
            filters={filters}
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
          <WindowTable
            windows={windows.items}
            now={now}
            mayWrite={mayWrite}
            ofEverybody={ofEverybody}
          />
        </Panel>
      </div>
    </>
  );
}
