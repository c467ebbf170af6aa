import type { Metadata } from "next";
import { listRules } from "#lib/discovery/rules/list-rules";
import { ListRulesQuery } from "#lib/discovery/rules/schemas";
import { EmptyState } from "../../../../_components/empty-state";
import { PlusIcon, RetentionIcon } from "../../../../_components/icons";
import { Link } from "../../../../_components/link";
import { readListQuery, type SearchParams } from "../../../../_components/list-query";
import { PageHead } from "../../../../_components/page-head";
import { Pager } from "../../../../_components/pager";
import { startPage } from "../../../../_components/start-page";
import { RuleTable } from "../_components/rule-table";

export const metadata: Metadata = { title: "Rules" };

export default async function RulesPage({ searchParams }: { searchParams: SearchParams }) {
  const { ctx, may } = await startPage();
  const { query, filters } = await readListQuery(searchParams, {
    schema: ListRulesQuery,
    names: [],
  });
  const page = await listRules(ctx, query);
  const add = may("instances.write") ? (
    <Link className="btn btn-primary" href="/instances/rules/new">
      <PlusIcon /> New rule
    </Link>
  ) : null;
  return (
    <>
      <PageHead
        crumbs={[
          { href: "/instances", label: "Instances" },
          { href: "/instances/discover", label: "Discover" },
        ]}
        title="Rules"
        lead="What appears with certain tags is protected by itself. Where several rules match, the oldest decides."
        actions={page.items.length === 0 ? undefined : add}
      />
      <section className="panel" aria-label="Rules">
        {page.items.length === 0 ? (
          <EmptyState icon={<RetentionIcon />} title="No rule yet" action={add}>
            A rule names tags, for example Environment is production, and what an instance that has
            them is given: schedules and a retention policy. What a person removes from protection,
            or leaves unprotected, no rule protects again.
          </EmptyState>
        ) : (
          <RuleTable rules={page.items} />
        )}
        <Pager
          path="/instances/rules"
          filters={filters}
          nextCursor={page.nextCursor}
          isFirst={query.cursor === undefined}
          shown={page.items.length}
          total={page.total}
          noun={page.total === 1 ? "rule" : "rules"}
        />
      </section>
    </>
  );
}
