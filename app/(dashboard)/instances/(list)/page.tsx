import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getInstanceFacets } from "#lib/instances/get-instance-facets";
import { listInstances } from "#lib/instances/list-instances";
import { ListInstancesInput } from "#lib/instances/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { CloudIcon, DownloadIcon, InstancesIcon, PlusIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { Notice } from "../../../_components/notice";
import { NothingMatches } from "../../../_components/nothing-matches";
import { readListQuery, toListHref } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { SelectionBar } from "../../../_components/selection/selection-bar";
import { SelectionProvider } from "../../../_components/selection/selection";
import { startPage } from "../../../_components/start-page";
import { GiveAct } from "../_components/acts/give-act";
import { findGiving, type Giving } from "../_components/acts/giving";
import { InstanceActs } from "../_components/acts/instance-acts";
import { ViewMenu } from "../_components/view-menu";
import { InstanceFilters } from "../_components/instance-filters";
import { toMoreSelects, toSelects } from "../_components/instance-selects";
import { InstanceTable } from "../_components/instance-table";
import { withPolicy } from "../_components/columns";
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
  "scheduler",
  "policy",
];
const NAMES = [...FILTERS, "sort", "order", "columns", "give"];
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
  const giving = rights.setPolicy ? await findGiving(ctx, filters["give"]) : null;
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
      {giving === null ? null : <GivingNotice giving={giving} />}
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
                  {giving === null ? <InstanceActs may={rights} /> : <GiveAct giving={giving} />}
                </SelectionBar>
              ) : null}
              <InstanceTable
                selectable={mayAct}
                instances={page.items.map(toTableRow)}
                columns={giving === null ? shown.columns : withPolicy(shown.columns)}
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

function GivingNotice({ giving: { policyId, name } }: { giving: Giving }) {
  return (
    <Notice tone="quiet">
      <p>
        Choose the instances that are to follow{" "}
        <Link href={`/retention/${policyId}`}>
          <strong className="hostile">{name}</strong>
        </Link>
        , and give it to them. What it would remove of theirs is reckoned before you confirm.
      </p>
    </Notice>
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
