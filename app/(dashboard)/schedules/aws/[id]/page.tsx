import type { Metadata } from "next";
import { cache } from "react";
import { getPlace } from "#lib/eventbridge/get-place";
import { orNotFound } from "#lib/web/session";
import { toNamedTitle } from "../../../../_components/named-title";
import { PageHead } from "../../../../_components/page-head";
import { Panel } from "../../../../_components/panel";
import { startPage } from "../../../../_components/start-page";
import { ForgetPlace } from "../_components/forget-place";
import { ObjectTable } from "../_components/object-table";
import { PlaceActs } from "../_components/place-acts";
import { PlaceBadge } from "../_components/place-badge";
import { PlaceFacts } from "../_components/place-facts";
import { toRepairCounts } from "../_components/place-words.pure";
import { RotateKey } from "../_components/rotate-key";
import { TroubleNotice } from "../_components/trouble-notice";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getPlace((await startPage()).ctx, { placeId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params
    .then(({ id }) => load(id))
    .then(({ region, accountId }) => `${region}, ${accountId}`);
  return toNamedTitle("In AWS", name);
}

export default async function PlacePage({ params }: Params) {
  const { now, may } = await startPage();
  const { id } = await params;
  const place = await orNotFound(load(id));
  const { region, accountId, trouble, objects, objectCount } = place;
  const label = `${region} of ${accountId}`;
  return (
    <>
      <PageHead
        crumbs={[
          { href: "/schedules", label: "Schedules" },
          { href: "/schedules/aws", label: "In AWS" },
        ]}
        title={`${region}, ${place.accountName ?? accountId}`}
        lead={
          <span className="head-badges">
            <PlaceBadge place={place} />
            {place.status === "setting_up" && place.wantedCount > 0 ? (
              <span className="progress-line">
                <progress
                  className="bar"
                  max={place.wantedCount}
                  value={place.readyCount}
                  aria-label="Set-up in AWS"
                />
                {place.readyCount} of {place.wantedCount} ready
              </span>
            ) : null}
          </span>
        }
        actions={
          <PlaceActs
            placeId={id}
            label={label}
            counts={toRepairCounts(place)}
            hasTrouble={place.trouble !== null}
            comparing={place.comparing}
            mayRepair={may("schedules.write")}
          />
        }
      />
      <div className="stack">
        {trouble === null ? null : <TroubleNotice trouble={trouble} />}
        <Panel title="Facts">
          <PlaceFacts place={place} now={now} />
        </Panel>
        <Panel
          title="What stands in AWS"
          aside={
            objectCount > objects.length ? (
              <span className="muted small">
                The first {objects.length} of {objectCount}
              </span>
            ) : undefined
          }
          flush
        >
          {objects.length === 0 ? (
            <p className="muted panel-body m-0">Nothing yet: the first steps are being planned.</p>
          ) : (
            <ObjectTable place={place} now={now} mayAct={may("schedules.write")} />
          )}
        </Panel>
        {place.wantedCount > 0 && may("credentials.write") ? (
          <Panel title="Key of its reports">
            <RotateKey placeId={id} label={label} />
          </Panel>
        ) : null}
        {place.wantedCount === 0 && objectCount > 0 && may("credentials.write") ? (
          <Panel title="Forget">
            <ForgetPlace placeId={id} label={label} count={objectCount} />
          </Panel>
        ) : null}
      </div>
    </>
  );
}
