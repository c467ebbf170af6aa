import type { Metadata } from "next";
import { cache } from "react";
import { getInstance } from "#lib/instances/get-instance";
import { getInstanceRetention } from "#lib/retention/get-instance-retention";
import { orNotFound } from "#lib/web/session";
import { NotAllowed } from "../../../../_components/not-allowed";
import { PageHead } from "../../../../_components/page-head";
import { toNamedTitle } from "../../../../_components/named-title";
import { startPage } from "../../../../_components/start-page";
import { PolicyEditor } from "../../../retention/_components/policy-editor";
import { readSample } from "../../../retention/_components/read-sample";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getInstance((await startPage()).ctx, { instanceId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params
    .then(({ id }) => load(id))
    .then((instance) => instance.name || instance.instanceId);
  return toNamedTitle("Retention", name);
}

export default async function OwnPolicyPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  if (!may("policies.write")) return <NotAllowed needs="an administrator" />;
  const instance = await orNotFound(load(id));
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
