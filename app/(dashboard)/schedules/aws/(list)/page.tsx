import type { Metadata } from "next";
import { listEventbridgePlaces } from "#lib/eventbridge/get-place";
import { EmptyState } from "../../../../_components/empty-state";
import { AwsIcon } from "../../../../_components/icons";
import { Link } from "../../../../_components/link";
import { PageHead } from "../../../../_components/page-head";
import { startPage } from "../../../../_components/start-page";
import { PlaceTable } from "../_components/place-table";

export const metadata: Metadata = { title: "In AWS" };

export default async function AwsPage() {
  const { ctx, now, may } = await startPage();
  const places = await listEventbridgePlaces(ctx);
  return (
    <>
      <PageHead
        crumbs={[{ href: "/schedules", label: "Schedules" }]}
        title="In AWS"
        lead="Where AWS itself starts backups (EventBridge): what stands there, and whether it still is as it was put."
      />
      <section className="panel" aria-label="Accounts and regions">
        {places.length === 0 ? (
          <EmptyState
            icon={<AwsIcon />}
            title="AMIVault starts every backup"
            action={
              <Link className="btn btn-primary" href="/instances">
                Choose instances
              </Link>
            }
          >
            With EventBridge, AWS keeps the schedule and starts backups also while AMIVault is down.
            Choose instances in the list and then “Who starts them”, or “Let AWS start them” on one
            instance’s page: everything it needs is made in AWS, shown here, and taken away when
            nothing needs it any more.
          </EmptyState>
        ) : (
          <PlaceTable places={places} now={now} mayRepair={may("schedules.write")} />
        )}
      </section>
    </>
  );
}
