import type { Metadata } from "next";
import { getBackupOptions } from "#lib/backups/get-backup-options";
import { listBackups } from "#lib/backups/list-backups";
import { ListBackupsQuery } from "#lib/backups/schemas";
import { FilterBar } from "../../../_components/filter-bar";
import { DownloadIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { readListQuery, toListHref } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { SelectionProvider } from "../../../_components/selection/selection";
import { startPage } from "../../../_components/start-page";
import { listMatchingBackupsAction } from "../actions";
import { BackupActs } from "../_components/backup-acts";
import { toBackupLabel } from "../_components/backup-label.pure";
import { backupSelects, moreBackupSelects } from "../_components/backup-selects";
import { BackupTable } from "../_components/backup-table";
import { NoBackups } from "../_components/no-backups";
import { OfInstance } from "../_components/of-instance";
import { SearchedTo } from "../_components/searched-to";

export const metadata: Metadata = { title: "Backups" };

const PATH = "/backups";
const NAMES = Object.keys(ListBackupsQuery.shape).filter((name) => name !== "limit");
const NOUN = { one: "backup", many: "backups" };

export default async function BackupsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListBackupsQuery,
    names: NAMES,
  });
  const options = await getBackupOptions(ctx);
  // The verb parses for itself: it is given the address's words, not the parsed ones.
  const page = await listBackups(ctx, { ...filters, cursor: query.cursor });
  const acts = {
    mayHold: may("backups.hold"),
    mayTag: may("backups.edit"),
    mayDelete: may("backups.delete"),
  };
  const mayAct = Object.values(acts).includes(true);
  const rows = page.items.map((backup) => ({ id: backup.id, label: toBackupLabel(backup) }));
  const isEmpty = page.items.length === 0;
  const isWhole = query.cursor === undefined && page.nextCursor === null;
  return (
    <>
      <PageHead
        title="Backups"
        lead="Every image that was asked for, newest due moment first: what became of it, and why."
        actions={
          isEmpty ? undefined : (
            <a
              className="btn btn-plain"
              href={toListHref("/api/backups/export", { ...filters, bom: "true" })}
              download
            >
              <DownloadIcon /> Export as CSV
            </a>
          )
        }
      />
      <IgnoredFilters ignored={ignored} />
      <FilterBar
        path={PATH}
        searchLabel="Instance, image, snapshot or backup"
        filters={filters}
        selects={backupSelects(options)}
        more={moreBackupSelects(options)}
        withDays
      />
      <OfInstance ctx={ctx} path={PATH} filters={filters} />
      <SelectionProvider
        rows={rows}
        total={isWhole ? rows.length : null}
        noun={NOUN}
        filters={filters}
        listMatching={listMatchingBackupsAction}
      >
        <section className="panel" aria-label="Backups">
          {isEmpty ? (
            <NoBackups
              isFiltered={Object.keys(filters).length > 0}
              isPart={page.searchedTo !== null}
            />
          ) : (
            <>
              {mayAct ? <BackupActs {...acts} /> : null}
              <BackupTable backups={page.items} now={now} withInstance selectable={mayAct} />
            </>
          )}
          <SearchedTo at={page.searchedTo} found={page.items.length} now={now} />
          <Pager
            path={PATH}
            filters={filters}
            nextCursor={page.nextCursor}
            isFirst={query.cursor === undefined}
            shown={page.items.length}
            total={page.total}
            noun="backups"
          />
        </section>
      </SelectionProvider>
    </>
  );
}
