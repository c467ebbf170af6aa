import type { Metadata } from "next";
import { countFindings } from "#lib/reconcile/count-findings";
import type { FindingCountsDto } from "#lib/reconcile/dto";
import { listFindings } from "#lib/reconcile/list-findings";
import { listReconcileRuns } from "#lib/reconcile/list-reconcile-runs";
import { ListFindingsQuery } from "#lib/reconcile/schemas";
import { EmptyState } from "../../_components/empty-state";
import { FilterBar } from "../../_components/filter-bar";
import { SearchIcon } from "../../_components/icons";
import { IgnoredFilters } from "../../_components/ignored-filters";
import { Link } from "../../_components/link";
import { readListQuery, type SearchParams } from "../../_components/list-query";
import { CheckCircleIcon } from "../../_components/outcome-icons";
import { PageHead } from "../../_components/page-head";
import { Pager } from "../../_components/pager";
import { startPage } from "../../_components/start-page";
import { findingSelects } from "./_components/finding-selects";
import { FindingsList } from "./_components/findings-list";
import { PlacesPanel } from "./_components/places-panel";
import { RunNow } from "./_components/run-now";
import { toShownPlaces } from "./_components/shown-places.pure";

export const metadata: Metadata = { title: "Findings" };

const NAMES = ["search", "kind", "state", "account", "region"];

export default async function FindingsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListFindingsQuery,
    names: NAMES,
  });
  // Whoever searches for an id wants to know whose it is, ours or not.
  const kind = query.kind ?? (query.search === undefined ? "to_mend" : undefined);
  const [page, counts, places] = await Promise.all([
    listFindings(ctx, { ...query, kind }),
    countFindings(ctx),
    listReconcileRuns(ctx),
  ]);
  const shown = toShownPlaces(places, String((await searchParams)["places"] ?? ""));
  const mayRepair = may("findings.repair");
  return (
    <>
      <PageHead
        title="Findings"
        lead={toLead(counts)}
        actions={mayRepair ? <RunNow what={{}} label="Compare now" look="primary" /> : undefined}
      />
      <IgnoredFilters ignored={ignored} />
      <FilterBar
        path="/findings"
        searchLabel="Image, snapshot, instance or owner"
        filters={filters}
        selects={findingSelects()}
      />
      <div className="stack">
        <section className="panel" aria-label="Findings">
          {page.items.length > 0 ? (
            <FindingsList findings={page.items} now={now} mayRepair={mayRepair} />
          ) : (
            <Nothing isFiltered={Object.keys(filters).length > 0} />
          )}
          <Pager
            path="/findings"
            filters={filters}
            nextCursor={page.nextCursor}
            isFirst={query.cursor === undefined}
            shown={page.items.length}
            total={page.total}
            noun="findings"
          />
        </section>
        {shown.total > 0 ? (
          <PlacesPanel shown={shown} filters={filters} now={now} mayRepair={mayRepair} />
        ) : null}
      </div>
    </>
  );
}

function toLead({ orphans, toMend, byKind }: FindingCountsDto) {
  return (
    <>
      Where AWS and the records here differ, and what mends it: {toMendWords(toMend, orphans)}.
      {byKind.foreign === 0 ? null : (
        <>
          {" "}
          <Link href="/findings?kind=foreign">
            {byKind.foreign} {byKind.foreign === 1 ? "image is" : "images are"} not ours
          </Link>{" "}
          and never touched.
        </>
      )}
    </>
  );
}

function toMendWords(toMend: number, orphans: number): string {
  if (toMend === 0) return "nothing to mend";
  return `${toMend} to mend, ${orphans} of them ${orphans === 1 ? "an orphan" : "orphans"}`;
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState
      icon={<SearchIcon />}
      title="Nothing matches"
      action={
        <Link className="btn btn-plain" href="/findings">
          Show all that is open
        </Link>
      }
    >
      No finding fits these filters.
    </EmptyState>
  ) : (
    <EmptyState icon={<CheckCircleIcon />} title="Nothing to mend">
      Every account and region is compared with AWS each six hours. What differs appears here, with
      the sentence that says why and the button that mends it.
    </EmptyState>
  );
}
