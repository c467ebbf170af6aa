import type { Metadata } from "next";
import { listCredentials } from "#lib/credentials/list-credentials";
import { getSettings } from "#lib/settings/get-settings";
import { everyPage } from "../../../_components/every-page";
import { EmptyState } from "../../../_components/empty-state";
import { CloudIcon, CredentialsIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { NotAllowed } from "../../../_components/not-allowed";
import { PageHead } from "../../../_components/page-head";
import { startPage } from "../../../_components/start-page";
import { listNamedSchedules } from "../_components/named-schedules";
import { AddInstanceForm } from "./_components/add-instance-form";

export const metadata: Metadata = { title: "Add an instance" };

export default async function NewInstancePage() {
  const { ctx, now, may } = await startPage();
  if (!may("instances.write")) return <NotAllowed needs="an operator or an administrator" />;
  const items = await everyPage((page) => listCredentials(ctx, page));
  const { rebootOnBackup } = await getSettings(ctx);
  const credentials = items.map(({ id, name, accountId, region }) => ({
    id,
    name,
    accountId,
    region,
  }));
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/instances", label: "Instances" }]}
        title="Add an instance"
        lead="By its id. AWS is asked first whether it is there and may be backed up."
        actions={
          <Link className="btn btn-plain" href="/instances/discover">
            <CloudIcon /> Discover many
          </Link>
        }
      />
      <section className="panel" aria-label="New instance">
        {credentials.length === 0 ? (
          <EmptyState
            icon={<CredentialsIcon />}
            title="A credential comes first"
            action={
              <Link className="btn btn-primary" href="/credentials/new">
                Add a credential
              </Link>
            }
          >
            It says how the instance’s account is reached.
          </EmptyState>
        ) : (
          <div className="panel-body">
            <AddInstanceForm
              credentials={credentials}
              named={await listNamedSchedules(ctx)}
              rebootOnBackup={rebootOnBackup}
              now={now}
            />
          </div>
        )}
      </section>
    </div>
  );
}
