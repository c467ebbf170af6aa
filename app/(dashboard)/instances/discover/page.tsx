import type { Metadata } from "next";
import { listCredentials } from "#lib/credentials/list-credentials";
import { countDiscovered } from "#lib/discovery/count-discovered";
import { findLastDiscovery } from "#lib/discovery/list-discovery-runs";
import { listDiscovered } from "#lib/discovery/list-discovered";
import { listSeenPlaces } from "#lib/discovery/list-seen-places";
import { listTags } from "#lib/discovery/list-tags";
import { ListDiscoveredQuery } from "#lib/discovery/schemas";
import { everyPage } from "../../../_components/every-page";
import { FilterBar } from "../../../_components/filter-bar";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery, type SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { startPage } from "../../../_components/start-page";
import { DiscoverNow } from "./_components/discover-now";
import { discoveredSelects } from "./_components/discovered-selects";
import { DiscoveredSelection } from "./_components/discovered-selection";
import { DiscoveredTable } from "./_components/discovered-table";
import { LastLook } from "./_components/last-look";
import { NoCredential, NothingFound } from "./_components/nothing-found";
import { readGifts } from "./_components/read-gifts";
import { StatusTabs } from "./_components/status-tabs";
import { toAccountOptions } from "./_components/to-account-options";

export const metadata: Metadata = { title: "Discover instances" };

const PATH = "/instances/discover";
const NAMES = ["search", "status", "account", "region", "state", "tag"];

export default async function DiscoverPage({ searchParams }: { searchParams: SearchParams }) {
  const page = await startPage();
  const { ctx, now, may } = page;
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListDiscoveredQuery,
    names: NAMES,
  });
  // What can be done something about; whoever searches means all of it.
  const status = query.status ?? (query.search === undefined ? "unprotected" : "all");
  const [found, counts, run, places, credentials, tags] = await Promise.all([
    listDiscovered(ctx, { ...query, status }),
    countDiscovered(ctx),
    findLastDiscovery(ctx),
    listSeenPlaces(ctx),
    everyPage((page) => listCredentials(ctx, page)),
    listTags(ctx),
  ]);
  const accounts = toAccountOptions(credentials);
  const mayWrite = may("instances.write");
  const shown = { ...filters, status };
  return (
    <>
      <PageHead
        crumbs={[{ href: "/instances", label: "Instances" }]}
        title="Discover"
        lead="What runs in your accounts, what of it is protected, and what is not."
        actions={
          <>
            <Link className="btn btn-plain" href="/instances/rules">
              Rules
            </Link>
            {mayWrite && accounts.length > 0 ? (
              <DiscoverNow accounts={accounts} regions={places.regions} />
            ) : null}
          </>
        }
      />
      <IgnoredFilters ignored={ignored} />
      {run === null ? null : (
        <div className="mb-3" data-live-discovery>
          <LastLook run={run} now={now} />
        </div>
      )}
      {accounts.length === 0 && found.total === 0 ? <NoCredential /> : null}
      {accounts.length === 0 && found.total === 0 ? null : (
        <>
          <StatusTabs path={PATH} filters={filters} status={status} counts={counts} />
          <FilterBar
            path={PATH}
            searchLabel="Name or instance id"
            filters={filters}
            selects={discoveredSelects(places)}
            texts={[
              {
                name: "tag",
                label: "Tag, or tag=value",
                options: tags.items.map(({ text }) => text),
              },
            ]}
          />
          <section className="panel" aria-label="Discovered instances">
            {found.items.length === 0 ? (
              <NothingFound
                status={status}
                isFiltered={Object.keys(filters).some((name) => name !== "status")}
                isLooking={run?.state === "running"}
                wasLookedAt={run !== null}
              />
            ) : (
              <DiscoveredSelection
                rows={found.items.map(({ id, name, instanceId }) => ({
                  id,
                  label: name || instanceId,
                }))}
                total={found.total}
                filters={shown}
                gifts={mayWrite ? await readGifts(page) : null}
                status={status}
              >
                <DiscoveredTable instances={found.items} now={now} mayChoose={mayWrite} />
              </DiscoveredSelection>
            )}
            <Pager
              path={PATH}
              filters={filters}
              nextCursor={found.nextCursor}
              isFirst={query.cursor === undefined}
              shown={found.items.length}
              total={found.total}
              noun={found.total === 1 ? "instance" : "instances"}
            />
          </section>
        </>
      )}
    </>
  );
}
