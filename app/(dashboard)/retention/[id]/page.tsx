import type { Metadata } from "next";
import { cache } from "react";
import { getPolicy } from "#lib/retention/get-policy";
import { orNotFound } from "#lib/web/session";
import { InstancesIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { toNamedTitle } from "../../../_components/named-title";
import { startPage } from "../../../_components/start-page";
import { DeletePolicy } from "../_components/delete-policy";
import { DryRun } from "../_components/dry-run";
import { EnforcedBadge } from "../_components/enforced-badge";
import { PolicyEditor } from "../_components/policy-editor";
import { readSample } from "../_components/read-sample";
import { wantedInstance, type EditorParams } from "../_components/wanted-instance";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getPolicy((await startPage()).ctx, { policyId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((policy) => policy.name);
  return toNamedTitle("Retention policy", name);
}

export default async function PolicyPage(props: {
  params: Promise<{ id: string }>;
  searchParams: EditorParams;
}) {
  const { ctx, now, may } = await startPage();
  const { id } = await props.params;
  const policy = await orNotFound(load(id));
  const sample = await readSample(ctx, await wantedInstance(props.searchParams));
  const { instanceCount } = policy;
  const followers =
    instanceCount === 0
      ? "no instance follows"
      : instanceCount === 1
        ? "1 instance follows"
        : `${instanceCount} instances follow`;
  return (
    <>
      <PageHead
        crumbs={[{ href: "/retention", label: "Retention" }]}
        title={policy.name}
        lead={
          <>
            <EnforcedBadge policy={policy} /> Keeps {policy.words}; {followers} it.
          </>
        }
        actions={
          policy.instanceId === null && may("policies.write") && may("instances.write") ? (
            <Link
              className="btn btn-plain btn-sm"
              href={toListHref("/instances", { give: policy.id })}
            >
              <InstancesIcon /> Give it to instances
            </Link>
          ) : null
        }
      />
      <div className="stack">
        {may("policies.write") ? (
          <>
            <PolicyEditor policy={policy} ownOf={policy.instanceId} sample={sample} now={now} />
            {policy.isDefault ? null : (
              <Panel title="Delete">
                <DeletePolicy policyId={policy.id} name={policy.name} />
              </Panel>
            )}
          </>
        ) : sample === null ? null : (
          <DryRun rules={policy} sample={sample} now={now} path={`/retention/${policy.id}`} />
        )}
      </div>
    </>
  );
}
