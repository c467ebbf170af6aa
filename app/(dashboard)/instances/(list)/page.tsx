import type { Metadata } from "next";
import type { ReactNode } from "react";
import { listInstances } from "#lib/instances/list-instances";
import { ListInstancesInput } from "#lib/instances/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { CloudIcon, InstancesIcon, PlusIcon, SearchIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { startPage } from "../../../_components/start-page";
import { INSTANCE_SELECTS } from "../_components/instance-selects";
import { InstanceTable } from "../_components/instance-table";

export const metadata: Metadata = { title: "Instances" };

const NAMES = ["search", "account", "region", "credentialId", "state", "health", "sort", "order"];

export default async function InstancesPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListInstancesInput,
    names: NAMES,
  });
  const page = await listInstances(ctx, query);
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
  const isFiltered = Object.keys(filters).length > 0 || query.cursor !== undefined;
  const isEmpty = page.items.length === 0;
  return (
    <>
      <PageHead
        title="Instances"
        lead="Every instance under protection: its schedule, its last good backup and its next one."
        actions={isEmpty && !isFiltered ? undefined : add}
      />
      <IgnoredFilters ignored={ignored} />
      <FilterBar
        path="/instances"
        searchLabel="Name or instance id"
        filters={filters}
        selects={INSTANCE_SELECTS}
      />
      <section className="panel" aria-label="Instances">
        {isEmpty ? (
          <NoInstances isFiltered={isFiltered} add={add} />
        ) : (
          <InstanceTable
            instances={page.items}
            now={now}
            filters={filters}
            mayBackUp={may("backups.create")}
          />
        )}
        <Pager
          path="/instances"
          filters={filters}
          nextCursor={page.nextCursor}
          isFirst={query.cursor === undefined}
          shown={page.items.length}
          total={page.total}
          noun={page.total === 1 ? "instance" : "instances"}
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
  return (
    <EmptyState
      icon={<SearchIcon />}
      title="Nothing matches"
      action={
        <Link className="btn btn-plain" href="/instances">
          Show all instances
        </Link>
      }
    >
      No instance fits these filters.
    </EmptyState>
  );
}
