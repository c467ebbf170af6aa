import type { Metadata } from "next";
import { cache } from "react";
import { getPlan } from "#lib/plans/get-plan";
import type { PlanItemDto } from "#lib/plans/dto";
import { GetPlanQuery } from "#lib/plans/schemas";
import { orNotFound } from "#lib/web/session";
import { readListQuery } from "../../../_components/list-query";
import type { SearchParams } from "../../../_components/list-query";
import { toNamedTitle } from "../../../_components/named-title";
import { PageHead } from "../../../_components/page-head";
import { Pager } from "../../../_components/pager";
import { PickBox } from "../../../_components/selection/pick-box";
import { startPage } from "../../../_components/start-page";
import { ITEM_WORDS, PlanBadge } from "../_components/plan-badge";
import { StatusLinks } from "../_components/status-links";
import { ApplyPlan } from "./_components/apply-plan";
import { CancelPlan } from "./_components/cancel-plan";
import { PlanFacts } from "./_components/plan-facts";
import { PlanSelection } from "./_components/plan-selection";
import { PlanItem } from "./_components/plan-item";

interface PlanPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const load = cache(async (id: string, status: string | undefined, cursor: string | undefined) =>
  getPlan((await startPage()).ctx, { planId: id, status, cursor }),
);

async function find(props: PlanPageProps) {
  const { id } = await props.params;
  const { query, filters } = await readListQuery(props.searchParams, {
    schema: GetPlanQuery,
    names: ["status"],
  });
  return { query, filters, plan: await load(id, filters["status"], query.cursor) };
}

export function generateMetadata(props: PlanPageProps): Promise<Metadata> {
  return toNamedTitle(
    "Removal plan",
    find(props).then(({ plan }) => plan.title),
  );
}

export default async function PlanPage(props: PlanPageProps) {
  const { now, may } = await startPage();
  const { query, filters, plan } = await orNotFound(find(props));
  const path = `/plans/${plan.id}`;
  const isOpen = ["gathering", "waiting", "applying"].includes(plan.status);
  const overrulable = plan.items.filter((item) => item.mayOverrule);
  const decides = may("plans.write") && plan.seenWhole;
  const choosable =
    plan.status === "waiting" && decides
      ? plan.items.filter(mayGo).map((item) => ({ id: item.id, label: nameOf(item) }))
      : [];
  const statuses = Object.entries(plan.counts).map(
    ([status, part]) => [status, `${ITEM_WORDS[status] ?? status}: ${part.count}`] as const,
  );
  return (
    <>
      <PageHead
        crumbs={[{ href: "/plans", label: "Removal plans" }]}
        title={plan.title}
        lead={<PlanBadge status={plan.status} />}
        actions={isOpen && decides ? <CancelPlan planId={plan.id} /> : undefined}
      />
      <div className="stack" data-live-entity={plan.id}>
        <PlanFacts plan={plan} now={now} />
        {plan.status === "waiting" && decides ? (
          <ApplyPlan
            planId={plan.id}
            ready={plan.counts.ready ?? { count: 0, sizeBytes: 0 }}
            blocked={plan.counts.blocked?.count ?? 0}
            modes={plan.modes}
            overrulable={
              plan.kind === "bulk_delete"
                ? overrulable.map((item) => ({
                    id: item.id,
                    name: item.instance?.name || item.imageId || item.id,
                    why: item.evidence.map(({ sentence }) => sentence),
                  }))
                : []
            }
          />
        ) : null}
        <StatusLinks path={path} statuses={statuses} chosen={filters["status"]} />
        <section className="panel" aria-label="What the plan is about">
          {choosable.length === 0 ? (
            <ul className="rows">
              {plan.items.map((item) => (
                <PlanItem key={item.id} item={item} now={now} />
              ))}
            </ul>
          ) : (
            <PlanSelection planId={plan.id} rows={choosable} filters={filters}>
              <ul className="rows">
                {plan.items.map((item) => (
                  <PlanItem
                    key={item.id}
                    item={item}
                    now={now}
                    pick={mayGo(item) ? <PickBox id={item.id} label={nameOf(item)} /> : undefined}
                  />
                ))}
              </ul>
            </PlanSelection>
          )}
          <Pager
            path={path}
            filters={filters}
            nextCursor={plan.nextCursor}
            isFirst={query.cursor === undefined}
            shown={plan.items.length}
            total={null}
            noun="items"
          />
        </section>
      </div>
    </>
  );
}

function mayGo({ status }: PlanItemDto): boolean {
  return status === "ready" || status === "blocked";
}

function nameOf({ id, instance, imageId }: PlanItemDto): string {
  const image = imageId ?? id;
  return instance === null ? image : `${instance.name || instance.instanceId}, ${image}`;
}
