import type { Metadata } from "next";
import { listNextRuns } from "#lib/schedules/list-next-runs";
import { listOverdue } from "#lib/schedules/list-overdue";
import { ListNextRunsQuery } from "#lib/schedules/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { CalendarIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { SchedulerNotice } from "../../_components/scheduler-notice";
import { OverdueList } from "../_components/overdue-list";
import { UpcomingTable } from "../_components/upcoming-table";

export const metadata: Metadata = { title: "Upcoming runs" };

const OVERDUE_MAX = 10;

const AHEAD = {
  name: "hours",
  label: "How far ahead",
  options: [
    { value: "1", label: "The next hour" },
    { value: "", label: "The next 24 hours" },
    { value: "72", label: "The next 3 days" },
    { value: "168", label: "The next 7 days" },
  ],
};

export default async function UpcomingPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListNextRunsQuery,
    names: ["hours"],
  });
  const [page, overdue] = await Promise.all([
    listNextRuns(ctx, query),
    listOverdue(ctx, { limit: OVERDUE_MAX }),
  ]);
  return (
    <>
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title="Upcoming runs"
        lead="The next run of each instance by each of its schedules, soonest first."
      />
      <IgnoredFilters ignored={ignored} />
      <div className="stack">
        <SchedulerNotice ctx={ctx} hasInstances={page.items.length > 0} />
        {overdue.items.length === 0 ? null : (
          <Panel
            title="Overdue"
            aside={<Link href="/instances?health=needs_you">All that need you</Link>}
            flush
          >
            <OverdueList overdue={overdue.items} isCut={overdue.nextCursor !== null} now={now} />
          </Panel>
        )}
        <section className="panel" aria-label="Upcoming runs">
          <div className="panel-filters">
            <FilterBar path="/schedules/upcoming" filters={filters} selects={[AHEAD]} />
          </div>
          {page.items.length === 0 ? (
            <EmptyState icon={<CalendarIcon />} title="Nothing is due">
              In the time chosen, no instance that you may see has a run ahead.
            </EmptyState>
          ) : (
            <UpcomingTable runs={page.items} now={now} />
          )}
          <Pager
            path="/schedules/upcoming"
            filters={filters}
            nextCursor={page.nextCursor}
            isFirst={query.cursor === undefined}
            shown={page.items.length}
            total={null}
            noun="runs"
          />
        </section>
      </div>
    </>
  );
}
