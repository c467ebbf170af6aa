import type { Metadata } from "next";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { startPage } from "../../../_components/start-page";
import { PolicyEditor } from "../_components/policy-editor";
import { readSample } from "../_components/read-sample";
import { startFrom } from "../_components/start-from";
import { wantedInstance, type EditorParams } from "../_components/wanted-instance";

export const metadata: Metadata = { title: "Add a policy" };

export default async function NewPolicyPage({ searchParams }: { searchParams: EditorParams }) {
  const { ctx, now, may } = await startPage();
  if (!may("policies.write")) return <NotAllowed needs="an administrator" />;
  const sample = await readSample(ctx, await wantedInstance(searchParams));
  const from = await startFrom(ctx, await searchParams);
  return (
    <>
      <PageHead
        crumbs={[{ href: "/retention", label: "Retention" }]}
        title="Add a policy"
        lead="Nothing follows it yet. The dry run shows what it would do to the images that are there."
      />
      <PolicyEditor policy={null} from={from} ownOf={null} sample={sample} now={now} />
    </>
  );
}
