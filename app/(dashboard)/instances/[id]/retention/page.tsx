import type { Metadata } from "next";
import { getInstanceRetention } from "#lib/retention/get-instance-retention";
import { orNotFound } from "#lib/web/session";
import { NotAllowed } from "../../../../_components/not-allowed";
import { PageHead } from "../../../../_components/page-head";
import { startPage } from "../../../../_components/start-page";
import { PolicyEditor } from "../../../retention/_components/policy-editor";
import { readSample } from "../../../retention/_components/read-sample";
import { loadInstance, toInstanceTitle } from "../_components/load-instance";

type Params = { params: Promise<{ id: string }> };

export function generateMetadata({ params }: Params): Promise<Metadata> {
  return toInstanceTitle("Retention", params);
}

export default async function OwnPolicyPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  if (!may("policies.write")) return <NotAllowed needs="an administrator" />;
  const instance = await orNotFound(loadInstance(id));
  const { policy } = await orNotFound(getInstanceRetention(ctx, { instanceId: id }));
  return (
    <>
      <PageHead
        crumbs={[
          { href: "/instances", label: "Instances" },
          { href: `/instances/${id}`, label: instance.name || instance.instanceId },
        ]}
        title="Rules of its own"
        lead="They hold for this instance alone, until it is given a shared policy again."
      />
      <PolicyEditor policy={policy} ownOf={id} sample={await readSample(ctx, id)} now={now} />
    </>
  );
}
