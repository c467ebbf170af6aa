import type { Metadata } from "next";
import type { BackupOptionsDto } from "#lib/backups/dto";
import { getBackupOptions } from "#lib/backups/get-backup-options";
import { listAmis } from "#lib/backups/list-amis";
import { ListAmisQuery } from "#lib/backups/schemas";
import { FilterBar } from "../../_components/filter-bar";
import type { FilterSelect } from "../../_components/filter-bar";
import { accountSelect, filterSelect, regionSelect } from "../../_components/filter-select";
import { IgnoredFilters } from "../../_components/ignored-filters";
import { readListQuery } from "../../_components/list-query";
import type { SearchParams } from "../../_components/list-query";
import { PageHead } from "../../_components/page-head";
import { Pager } from "../../_components/pager";
import { startPage } from "../../_components/start-page";
import { OfInstance } from "../backups/_components/of-instance";
import { SearchedTo } from "../backups/_components/searched-to";
import { AmiTable } from "./_components/ami-table";
import { toMakerWords } from "./_components/maker-words.pure";
import { NoAmis } from "./_components/no-amis";

export const metadata: Metadata = { title: "AMIs" };

const PATH = "/amis";
const NAMES = ["search", "owner", "maker", "account", "region", "instance", "from", "to"];

export default async function AmisPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListAmisQuery,
    names: NAMES,
  });
  const options = await getBackupOptions(ctx);
  // Everything there is, unless the address says otherwise.
  const page = await listAmis(ctx, { owner: "all", ...filters, cursor: query.cursor });
  return (
    <>
      <PageHead
        title="AMIs"
        lead="Every image that the accounts hold as far as we know: ours with their backups, and those of others with their owner. What is not ours is never touched from here."
      />
      <IgnoredFilters ignored={ignored} />
      <FilterBar
        path={PATH}
        searchLabel="Name, image or instance"
        filters={filters}
        selects={toSelects(options)}
        withDays
      />
      <OfInstance ctx={ctx} path={PATH} filters={filters} />
      <section className="panel" aria-label="AMIs">
        {page.items.length > 0 ? (
          <AmiTable amis={page.items} now={now} />
        ) : (
          <NoAmis isFiltered={Object.keys(filters).length > 0} isPart={page.searchedTo !== null} />
        )}
        <SearchedTo at={page.searchedTo} found={page.items.length} now={now} />
        <Pager
          path={PATH}
          filters={filters}
          nextCursor={page.nextCursor}
          isFirst={query.cursor === undefined}
          shown={page.items.length}
          total={page.total}
          noun="AMIs"
        />
      </section>
    </>
  );
}

function toSelects(options: BackupOptionsDto): readonly FilterSelect[] {
  return [
    filterSelect({
      name: "owner",
      label: "Whose",
      every: "Ours and others’",
      choices: [
        ["ours", "Ours"],
        ["others", "Others’"],
      ],
    }),
    filterSelect({
      name: "maker",
      label: "Made by",
      every: "Made by anybody",
      choices: options.makers.map((maker) => [maker, toMakerWords(maker)]),
    }),
    accountSelect(options.accounts),
    regionSelect(options.regions),
  ];
}
