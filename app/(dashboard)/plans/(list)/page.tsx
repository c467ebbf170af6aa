import type { Metadata } from "next";
import { PLAN_STATUSES } from "#lib/db/schema/constants";
import { listPlans } from "#lib/plans/list-plans";
import { ListPlansQuery } from "#lib/plans/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { filterSelect } from "../../../_components/filter-select";
import { TrashIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { startPage } from "../../../_components/start-page";
import { PLAN_WORDS } from "../_components/plan-badge";
import { PlanTable } from "../_components/plan-table";
import { StatusLinks } from "../_components/status-links";

export const metadata: Metadata = { title: "Removal plans" };

const KINDS = filterSelect({
  name: "kind",
  label: "Made by",
  every: "Made by anything",
  choices: [
    ["retention", "Made by retention"],
    ["bulk_delete", "Deletions that a person asked for"],
    ["clean_up", "Clean-ups of findings"],
  ],
});

export default async function PlansPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListPlansQuery,
    names: ["status", "kind"],
  });
  const page = await listPlans(ctx, {
    kind: query.kind,
    status: filters["status"],
    cursor: query.cursor,
  });
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <>
      <PageHead
        title="Removal plans"
        lead="Nothing is removed from AWS in bulk without a plan: what would go, why it may, what refers to it, and what became of it."
      />
      <IgnoredFilters ignored={ignored} />
      <StatusLinks
        path="/plans"
        statuses={PLAN_STATUSES.map((status) => [status, PLAN_WORDS[status] ?? status])}
        chosen={filters["status"]}
        filters={filters}
      />
      <section className="panel" aria-label="Removal plans">
        <div className="panel-filters">
          <FilterBar path="/plans" filters={filters} selects={[KINDS]} />
        </div>
        {page.items.length > 0 ? (
          <PlanTable plans={page.items} now={now} />
        ) : (
          <EmptyState
            icon={<TrashIcon />}
            title={isFiltered ? "No such plans" : "No plans yet"}
            action={
              <Link className="btn btn-plain" href={isFiltered ? "/plans" : "/backups"}>
                {isFiltered ? "Show all plans" : "To the backups"}
              </Link>
            }
          >
            Retention makes them, a clean-up of findings does, and you do when you choose several
            backups to delete.
          </EmptyState>
        )}
        <Pager
          path="/plans"
          filters={filters}
          nextCursor={page.nextCursor}
          isFirst={query.cursor === undefined}
          shown={page.items.length}
          total={page.total}
          noun="plans"
        />
      </section>
    </>
  );
}
