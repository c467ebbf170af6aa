import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getInstanceFacets } from "#lib/instances/get-instance-facets";
import { listInstances } from "#lib/instances/list-instances";
import { ListInstancesInput } from "#lib/instances/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { CloudIcon, DownloadIcon, InstancesIcon, PlusIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { NothingMatches } from "../../../_components/nothing-matches";
import { readListQuery, toListHref } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { SelectionBar } from "../../../_components/selection/selection-bar";
import { SelectionProvider } from "../../../_components/selection/selection";
import { startPage } from "../../../_components/start-page";
import { InstanceActs } from "../_components/acts/instance-acts";
import { ViewMenu } from "../_components/view-menu";
import { InstanceFilters } from "../_components/instance-filters";
import { toMoreSelects, toSelects } from "../_components/instance-selects";
import { InstanceTable } from "../_components/instance-table";
import { KeepColumns } from "../_components/keep-columns";
import { readColumns } from "../_components/read-columns";
import { toTableRow } from "../_components/to-table-row";
import { toRights } from "../_components/acts/to-rights";
import { listMatchingInstancesAction } from "../bulk-actions";

export const metadata: Metadata = { title: "Instances" };

const FILTERS = [
  "search",
  "account",
  "region",
  "credentialId",
  "state",
  "health",
  "tag",
  "schedule",
  "policy",
];
const NAMES = [...FILTERS, "sort", "order", "columns"];
const NOUN = { one: "instance", many: "instances" };

export default async function InstancesPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListInstancesInput,
    names: NAMES,
  });
  const [page, facets, shown] = await Promise.all([
    listInstances(ctx, query),
    getInstanceFacets(ctx),
    readColumns(filters),
  ]);
  const address = shown.filters;
  const matching = Object.fromEntries(
    Object.entries(filters).filter(([name]) => FILTERS.includes(name)),
  );
  const add = may("instances.write") ? (
    <>
      <Link className="btn btn-plain" href="/instances/new">
        <PlusIcon /> Add an instance
      </Link>
      <Link className="btn btn-primary" href="/instances/discover">
        <CloudIcon /> Discover
      </Link>
    </>
  ) : null;
  const isFiltered = Object.keys(matching).length > 0 || query.cursor !== undefined;
  const isEmpty = page.items.length === 0;
  const { columns: _columns, ...exported } = address;
  const rights = toRights(may);
  const mayAct = Object.values(rights).includes(true);
  return (
    <>
      <PageHead
        title="Instances"
        lead="Every instance under protection: its schedule, its last good backup and its next one."
        actions={
          isEmpty && !isFiltered ? undefined : (
            <>
              <a
                className="btn btn-plain"
                href={toListHref("/api/instances/export", { ...exported, bom: "true" })}
                download="instances.csv"
              >
                <DownloadIcon /> CSV
              </a>
              <ViewMenu columns={shown.columns} filters={address} />
              {add}
            </>
          )
        }
      />
      {shown.remembered === null ? null : <KeepColumns param={shown.remembered} />}
      <IgnoredFilters ignored={ignored} />
      <InstanceFilters filters={address} selects={toSelects(facets)} more={toMoreSelects(facets)} />
      <section className="panel" aria-label="Instances">
        <SelectionProvider
          rows={page.items.map(({ id, name, instanceId }) => ({ id, label: name || instanceId }))}
          total={page.total}
          noun={NOUN}
          filters={matching}
          listMatching={listMatchingInstancesAction}
        >
          {isEmpty ? (
            <NoInstances isFiltered={isFiltered} add={add} />
          ) : (
            <>
              {mayAct ? (
                <SelectionBar>
                  <InstanceActs may={rights} />
                </SelectionBar>
              ) : null}
              <InstanceTable
                selectable={mayAct}
                instances={page.items.map(toTableRow)}
                columns={shown.columns}
                now={now}
                filters={address}
                policies={new Map(facets.policies.map(({ id, name }) => [id, name]))}
                mayBackUp={may("backups.create")}
              />
            </>
          )}
        </SelectionProvider>
        <Pager
          path="/instances"
          filters={address}
          nextCursor={page.nextCursor}
          isFirst={query.cursor === undefined}
          shown={page.items.length}
          total={page.total}
          noun={page.total === 1 ? NOUN.one : NOUN.many}
        />
      </section>
    </>
  );
}

function NoInstances({ isFiltered, add }: { isFiltered: boolean; add: ReactNode }) {
  if (!isFiltered) {
    return (
      <EmptyState icon={<InstancesIcon />} title="No instances yet" action={add}>
        Discover what runs in your accounts and protect the instances that must not be lost, or add
        one by its id. Each is checked with AWS first, then backed up on its schedule.
      </EmptyState>
    );
  }
  return <NothingMatches href="/instances" one="instance" many="instances" />;
}
