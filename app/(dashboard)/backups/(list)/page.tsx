import type { Metadata } from "next";
import { listBackups } from "#lib/backups/list-backups";
import { ListBackupsQuery } from "#lib/backups/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { BackupsIcon, SearchIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { startPage } from "../../../_components/start-page";
import { BulkDelete } from "../_components/bulk-delete";
import { SelectAll } from "../_components/select-all";
import { BackupTable } from "../_components/backup-table";
import { backupSelects } from "../_components/backup-selects";

export const metadata: Metadata = { title: "Backups" };

const NAMES = ["search", "status", "instance", "account", "region", "from", "to"];

export default async function BackupsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListBackupsQuery,
    names: NAMES,
  });
  // The verb parses for itself: it is given the address's words, not the parsed ones.
  const page = await listBackups(ctx, { ...filters, cursor: query.cursor });
  const mayDelete = may("backups.delete");
  const rows = page.items.map(({ id }) => id).join();
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <>
      <PageHead
        title="Backups"
        lead="Every image that was asked for, newest due moment first: what became of it, and why."
      />
      <IgnoredFilters ignored={ignored} />
      <FilterBar
        path="/backups"
        searchLabel="Instance, image or backup"
        filters={filters}
        selects={backupSelects()}
      />
      {mayDelete ? <BulkDelete rows={rows} /> : null}
      <section className="panel" aria-label="Backups">
        {page.items.length > 0 ? (
          <>
            {mayDelete ? <SelectAll rows={rows} /> : null}
            <BackupTable backups={page.items} now={now} withInstance selectable={mayDelete} />
          </>
        ) : isFiltered ? (
          <EmptyState
            icon={<SearchIcon />}
            title="Nothing matches"
            action={
              <Link className="btn btn-plain" href="/backups">
                Show all backups
              </Link>
            }
          >
            No backup fits these filters.
          </EmptyState>
        ) : (
          <EmptyState
            icon={<BackupsIcon />}
            title="No backups yet"
            action={
              <Link className="btn btn-primary" href="/instances">
                To the instances
              </Link>
            }
          >
            Backups appear here as schedules come due, or when you choose “Back up now” on an
            instance.
          </EmptyState>
        )}
        <Pager
          path="/backups"
          filters={filters}
          nextCursor={page.nextCursor}
          isFirst={query.cursor === undefined}
          shown={page.items.length}
          total={page.total}
          noun="backups"
        />
      </section>
    </>
  );
}
