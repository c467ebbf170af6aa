import type { Metadata } from "next";
import { listCredentials } from "#lib/credentials/list-credentials";
import { ListCredentialsInput } from "#lib/credentials/schemas";
import { EmptyState } from "../../../_components/empty-state";
import { FilterBar } from "../../../_components/filter-bar";
import { CredentialsIcon, PlusIcon, SearchIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { startPage } from "../../../_components/start-page";
import { CredentialTable } from "../_components/credential-table";

export const metadata: Metadata = { title: "Credentials" };

export default async function CredentialsPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, filters, ignored } = await readListQuery(searchParams, {
    schema: ListCredentialsInput,
    names: ["search"],
  });
  const page = await listCredentials(ctx, query);
  const isFiltered = filters["search"] !== undefined;
  const add = may("credentials.write") ? (
    <Link className="btn btn-primary" href="/credentials/new">
      <PlusIcon /> Add a credential
    </Link>
  ) : null;
  return (
    <>
      <PageHead
        title="Credentials"
        lead="How each AWS account is reached. Secrets go in and never come out: not on a page, not in an answer, not in a log."
        actions={
          page.items.length > 0 || isFiltered ? (
            <>
              <Link className="btn btn-plain" href="/credentials/doctor">
                Permission doctor
              </Link>
              {add}
            </>
          ) : undefined
        }
      />
      <IgnoredFilters ignored={ignored} />
      <section className="panel" aria-label="Credentials">
        {page.items.length === 0 && !isFiltered ? (
          <EmptyState icon={<CredentialsIcon />} title="No credentials yet" action={add}>
            A credential is an access key, or a role that is assumed. With one, AMIVault sees the
            instances of its account and makes images of them.
          </EmptyState>
        ) : (
          <>
            <div className="panel-filters">
              <FilterBar
                path="/credentials"
                searchLabel="Search by name or account"
                filters={filters}
                selects={[]}
              />
            </div>
            {page.items.length === 0 ? (
              <EmptyState icon={<SearchIcon />} title="No credential is like that">
                <Link href="/credentials">Show all credentials</Link>
              </EmptyState>
            ) : (
              <CredentialTable credentials={page.items} now={now} />
            )}
            <Pager
              path="/credentials"
              filters={filters}
              nextCursor={page.nextCursor}
              isFirst={query.cursor === undefined}
              shown={page.items.length}
              total={page.total}
              noun={page.total === 1 ? "credential" : "credentials"}
            />
          </>
        )}
      </section>
    </>
  );
}
