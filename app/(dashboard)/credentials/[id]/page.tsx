import type { Metadata } from "next";
import { cache } from "react";
import { suggestExternalId } from "#lib/credentials/external-id";
import { getCredential } from "#lib/credentials/get-credential";
import { listCredentials } from "#lib/credentials/list-credentials";
import { orNotFound } from "#lib/web/session";
import { AuditLink } from "../../../_components/audit-link";
import { everyPage } from "../../../_components/every-page";
import { Link } from "../../../_components/link";
import { Notice } from "../../../_components/notice";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { toNamedTitle } from "../../../_components/named-title";
import { startPage } from "../../../_components/start-page";
import { CredentialFacts } from "../_components/credential-facts";
import { CredentialState } from "../_components/credential-state";
import { PermissionsPanel } from "../_components/permissions-panel";
import { toSources } from "../_components/to-sources";
import { CheckButton } from "./check-button";
import { DeleteCredentialButton } from "./delete-credential-button";
import { RenameForm } from "./rename-form";
import { RotateForm } from "./rotate-form";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) =>
  getCredential((await startPage()).ctx, { credentialId: id }),
);

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((credential) => credential.name);
  return toNamedTitle("Credential", name);
}

export default async function CredentialPage({ params }: Params) {
  const { ctx, now, may } = await startPage();
  const { id } = await params;
  const credential = await orNotFound(load(id));
  const mayWrite = may("credentials.write");
  const items = await everyPage((page) => listCredentials(ctx, page));
  const { usedByCount } = credential;
  return (
    <div className="narrow">
      <PageHead
        crumbs={[{ href: "/credentials", label: "Credentials" }]}
        title={credential.name}
        lead={<CredentialState credential={credential} now={now} />}
        actions={mayWrite ? <CheckButton credentialId={id} /> : undefined}
      />
      <div className="stack">
        {credential.validationError === null ? null : (
          <Notice tone="bad">
            <p className="hostile">
              <strong>{credential.validationError}</strong>
            </p>
            <p>
              Rotate it below with keys that work. {usedByCount} protected{" "}
              {usedByCount === 1 ? "instance depends" : "instances depend"} on it.
            </p>
          </Notice>
        )}
        <Panel
          title="Facts"
          aside={
            usedByCount > 0 ? (
              <Link href={`/instances?credentialId=${credential.id}`}>
                Show its {usedByCount === 1 ? "instance" : `${usedByCount} instances`}
              </Link>
            ) : undefined
          }
        >
          <CredentialFacts credential={credential} now={now} />
        </Panel>
        <PermissionsPanel permissions={credential.permissions} now={now} />
        {mayWrite ? (
          <>
            <Panel title="Name and region">
              <RenameForm credentialId={id} name={credential.name} region={credential.region} />
            </Panel>
            <Panel title="Rotate">
              <RotateForm
                credential={credential}
                sources={toSources(items)}
                suggestedExternalId={await suggestExternalId(ctx)}
              />
            </Panel>
            <Panel title="Delete">
              <DeleteCredentialButton
                credentialId={id}
                name={credential.name}
                usedByCount={usedByCount}
              />
            </Panel>
          </>
        ) : null}
        {may("audit.read") ? (
          <p className="m-0">
            <AuditLink of={{ target: "credential", targetId: id }} label="What was done to it" />
          </p>
        ) : null}
      </div>
    </div>
  );
}
