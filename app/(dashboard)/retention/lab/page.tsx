import type { Metadata } from "next";
import type { Context } from "#lib/context";
import type { InstanceDto } from "#lib/instances/dto";
import { getInstance } from "#lib/instances/get-instance";
import { listInstances } from "#lib/instances/list-instances";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import { listPolicies } from "#lib/retention/list-policies";
import { orNotFound } from "#lib/web/session";
import { EmptyState } from "../../../_components/empty-state";
import { RetentionIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { PageHead } from "../../../_components/page-head";
import { startPage } from "../../../_components/start-page";
import { Lab } from "./_components/lab";
import { readLabAddress, type Params } from "./_components/lab-address.pure";

export const metadata: Metadata = { title: "Retention lab" };

const CHOICES = 100;
const POLICIES = 200;

async function findChosen(ctx: Context, items: readonly InstanceDto[], id: string) {
  const listed = items.find((item) => item.id === id);
  return listed ?? (await orNotFound(getInstance(ctx, { instanceId: id })));
}

/** Null for rules of its own, which come with its images. */
function followedOf(
  { retentionPolicyId }: Pick<InstanceDto, "retentionPolicyId">,
  policies: readonly RetentionPolicyDto[],
): RetentionPolicyDto | null {
  const followed = policies.find(({ id, isDefault }) =>
    retentionPolicyId === null ? isDefault : id === retentionPolicyId,
  );
  return followed ?? null;
}

export default async function LabPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, now, may } = await startPage();
  const address = readLabAddress(await searchParams);
  const [instances, policies] = await Promise.all([
    listInstances(ctx, { limit: CHOICES }),
    listPolicies(ctx, { limit: POLICIES }),
  ]);
  const [most] = instances.items.toSorted((a, b) => b.availableCount - a.availableCount);
  const instance = address.instance ?? most?.id ?? null;
  const chosen = instance === null ? null : await findChosen(ctx, instances.items, instance);
  return (
    <>
      <PageHead
        crumbs={[{ href: "/retention", label: "Retention" }]}
        title="Retention lab"
        lead="Two policies over real images and up to ten years ahead: what stays, what goes, when and why. Nothing is saved by looking."
      />
      {instance === null || chosen === null ? (
        <section className="panel" aria-label="Retention lab">
          <EmptyState icon={<RetentionIcon />} title="Nothing to try a policy on yet">
            <Link href="/instances/new">Add an instance</Link>: its images and schedules are what
            policies are tried on.
          </EmptyState>
        </section>
      ) : (
        <Lab
          initial={{ ...address, instance }}
          choices={instances.items.map(({ id, name, instanceId }) => ({ id, name, instanceId }))}
          policies={policies.items}
          followed={followedOf(chosen, policies.items)}
          now={now}
          mayWrite={may("policies.write")}
        />
      )}
    </>
  );
}
