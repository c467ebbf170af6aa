import type { Metadata } from "next";
import { getAuditIntegrity } from "#lib/audit/get-audit-integrity";
import { listAuditActors } from "#lib/audit/list-audit-actors";
import { listAudit } from "#lib/audit/list-audit";
import { ListAuditQuery } from "#lib/audit/schemas";
import { EmptyState } from "../../_components/empty-state";
import { FilterBar } from "../../_components/filter-bar";
import { SearchIcon } from "../../_components/icons";
import { IgnoredFilters } from "../../_components/ignored-filters";
import { readListQuery, type SearchParams } from "../../_components/list-query";
import { NotAllowed } from "../../_components/not-allowed";
import { NothingMatches } from "../../_components/nothing-matches";
import { PageHead } from "../../_components/page-head";
import { Pager } from "../../_components/pager";
import { startPage } from "../../_components/start-page";
import { SearchedTo } from "../backups/_components/searched-to";
import { auditSelects, auditTexts, moreAuditSelects } from "./_components/audit-selects";
import { ByName } from "./_components/by-name";
import { EntryList } from "./_components/entry-list";
import { countMatching } from "./_components/export-labels.pure";
import { ExportLinks } from "./_components/export-links";
import { IntegrityLine } from "./_components/integrity-line";

export const metadata: Metadata = { title: "Audit log" };

const PATH = "/audit";
const NAMES = [
  "search",
  "actorId",
  "actor",
  "actorType",
  "action",
  "target",
  "targetId",
  "account",
  "from",
  "to",
];

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  if (!may("audit.read")) return <NotAllowed needs="an administrator" />;
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListAuditQuery,
    names: NAMES,
  });
  const [page, actors, integrity] = await Promise.all([
    listAudit(ctx, query),
    listAuditActors(ctx),
    ctx.accounts === "all" ? getAuditIntegrity(ctx) : null,
  ]);
  const isFirst = query.cursor === undefined;
  const matching = countMatching({
    shown: page.items.length,
    isFirst,
    nextCursor: page.nextCursor,
    archivedEntries: integrity?.archivedEntries ?? null,
  });
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <>
      <PageHead
        title="Audit log"
        lead="Who did what, newest first. Nothing of it is ever changed or deleted."
        actions={
          <ExportLinks filters={filters} matching={matching} seesAll={ctx.accounts === "all"} />
        }
      />
      {integrity === null ? null : <IntegrityLine integrity={integrity} now={now} />}
      <IgnoredFilters ignored={ignored} />
      <FilterBar
        path={PATH}
        searchLabel="Action, name, id, address or value"
        filters={filters}
        selects={auditSelects(actors)}
        texts={auditTexts()}
        more={moreAuditSelects()}
        withDays
      />
      <ByName path={PATH} filters={filters} actors={actors} />
      <section className="panel" aria-label="Entries">
        {page.items.length > 0 ? (
          <EntryList entries={page.items} seesAll={ctx.accounts === "all"} now={now} />
        ) : isFiltered ? (
          <NothingMatches href={PATH} one="entry" many="entries" />
        ) : (
          <EmptyState icon={<SearchIcon />} title="No entries yet">
            What people, scripts and jobs do appears here.
          </EmptyState>
        )}
        <SearchedTo at={page.searchedTo} found={page.items.length} now={now} />
        <Pager
          path={PATH}
          filters={filters}
          nextCursor={page.nextCursor}
          isFirst={isFirst}
          shown={page.items.length}
          total={page.total}
          noun="entries"
        />
      </section>
    </>
  );
}
