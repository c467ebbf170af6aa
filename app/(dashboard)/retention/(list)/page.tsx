import type { Metadata } from "next";
import { listRetentionAccounts } from "#lib/retention/confirm-retention";
import { listPolicies } from "#lib/retention/list-policies";
import { ListPoliciesQuery } from "#lib/retention/schemas";
import { PlusIcon } from "../../../_components/icons";
import { IgnoredFilters } from "../../../_components/ignored-filters";
import { Link } from "../../../_components/link";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { startPage } from "../../../_components/start-page";
import { AccountsPanel } from "../_components/accounts-panel";
import { PolicyTable } from "../_components/policy-table";

export const metadata: Metadata = { title: "Retention" };

export default async function RetentionPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, now, may } = await startPage();
  const { query, ignored } = await readListQuery(searchParams, {
    schema: ListPoliciesQuery,
    names: [],
  });
  const [page, accounts] = await Promise.all([
    listPolicies(ctx, query),
    listRetentionAccounts(ctx),
  ]);
  const mayWrite = may("policies.write");
  return (
    <>
      <PageHead
        title="Retention"
        lead="What is kept, why, and until when. A backup that any rule keeps is kept; what goes is planned, proven and can be reviewed first."
        actions={
          <>
            <Link className="btn btn-plain" href="/retention/lab">
              Open the lab
            </Link>
            {mayWrite ? (
              <Link className="btn btn-primary" href="/retention/new">
                <PlusIcon /> Add a policy
              </Link>
            ) : null}
          </>
        }
      />
      <IgnoredFilters ignored={ignored} />
      <div className="stack">
        <section className="panel" aria-label="Policies">
          <PolicyTable policies={page.items} mayWrite={mayWrite} />
          <Pager
            path="/retention"
            filters={{}}
            nextCursor={page.nextCursor}
            isFirst={query.cursor === undefined}
            shown={page.items.length}
            total={page.total}
            noun={page.total === 1 ? "policy" : "policies"}
          />
        </section>
        <AccountsPanel accounts={accounts} now={now} mayConfirm={may("retention.confirm")} />
      </div>
    </>
  );
}
