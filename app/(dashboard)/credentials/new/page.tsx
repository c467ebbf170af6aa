import type { Metadata } from "next";
import { listCredentials } from "#lib/credentials/list-credentials";
import {
  neededByFeature,
  neededPolicy,
  neededSchedulePolicy,
} from "#lib/credentials/needed-policy";
import { suggestExternalId } from "#lib/credentials/external-id";
import { everyPage } from "../../../_components/every-page";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { startPage } from "../../../_components/start-page";
import { NeededPolicy, NeededSchedulePolicy } from "../_components/needed-policy";
import { toSources } from "../_components/to-sources";
import { AddCredentialForm } from "./add-credential-form";

export const metadata: Metadata = { title: "Add a credential" };

export default async function NewCredentialPage() {
  const { ctx, may } = await startPage();
  if (!may("credentials.write")) return <NotAllowed needs="an administrator" />;
  const items = await everyPage((page) => listCredentials(ctx, page));
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/credentials", label: "Credentials" }]}
        title="Add a credential"
        lead="It is checked with AWS before it is saved: who it is, and whether it may read."
      />
      <div className="stack">
        <section className="panel panel-body" aria-label="New credential">
          <AddCredentialForm
            sources={toSources(items)}
            suggestedExternalId={await suggestExternalId(ctx)}
            roleStatements={neededByFeature(ctx)}
          />
        </section>
        <NeededPolicy policy={neededPolicy(ctx)} />
        <NeededSchedulePolicy policy={neededSchedulePolicy(ctx)} />
      </div>
    </div>
  );
}
