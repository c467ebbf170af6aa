import type { Metadata } from "next";
import { listDiagnoses } from "#lib/credentials/list-diagnoses";
import { EmptyState } from "../../../_components/empty-state";
import { everyPage } from "../../../_components/every-page";
import { CredentialsIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { PageHead } from "../../../_components/page-head";
import { Panel } from "../../../_components/panel";
import { startPage } from "../../../_components/start-page";
import { CheckAllButton } from "./check-all-button";
import { DoctorTable } from "./doctor-table";
import { Remedies } from "./remedies";

export const metadata: Metadata = { title: "Permission doctor" };

export default async function DoctorPage() {
  const { ctx, now, may } = await startPage();
  const items = await everyPage((page) => listDiagnoses(ctx, page));
  const asked = items.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <PageHead
        crumbs={[{ href: "/credentials", label: "Credentials" }]}
        title="Permission doctor"
        lead="What each credential may do, in every region in use, by AWS’s own word. Asked by dry runs and readings: nothing is done."
        actions={
          may("credentials.check") && asked.length > 0 ? (
            <CheckAllButton credentials={asked} />
          ) : undefined
        }
      />
      {items.length === 0 ? (
        <section className="panel" aria-label="Permission doctor">
          <EmptyState
            icon={<CredentialsIcon />}
            title="No credentials yet"
            action={<Link href="/credentials">Credentials</Link>}
          >
            What they may do is asked of AWS once there is one.
          </EmptyState>
        </section>
      ) : (
        <div className="stack">
          <Panel
            title="By credential and action"
            foot={
              <span className="muted small">
                The worst of the regions in use counts. “Not known”: AWS can be asked only with a
                backup or an instance of ours.
              </span>
            }
            flush
          >
            <DoctorTable credentials={items} now={now} />
          </Panel>
          {items.map((credential) => (
            <Remedies key={credential.id} credential={credential} />
          ))}
        </div>
      )}
    </>
  );
}
