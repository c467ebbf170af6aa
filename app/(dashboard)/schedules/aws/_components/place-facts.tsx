import type { PlaceDto } from "#lib/eventbridge/dto";
import { Link } from "../../../../_components/link";
import { RelativeTime } from "../../../../_components/relative-time";
import { WhatToDo } from "../../../../_components/what-to-do";
import { toCallsText, toInstancesHref, toObjectsText, toReportText } from "./place-words.pure";

/** What the function last did and said, and when all of it was compared with AWS. */
export function PlaceFacts({ place, now }: { place: PlaceDto; now: number }) {
  const { functionVersion, functionRuntime, instanceCount } = place;
  return (
    <dl className="facts">
      <dt>Account</dt>
      <dd className="hostile">
        {place.accountId}
        {place.accountName === null ? "" : `, ${place.accountName}`}
      </dd>
      <dt>Instances</dt>
      <dd>
        {instanceCount === 0 ? (
          "none any more"
        ) : (
          <Link href={toInstancesHref(place)}>
            {instanceCount === 1 ? "Show the one" : `Show all ${instanceCount}`}
          </Link>
        )}
      </dd>
      <dt>Objects in AWS</dt>
      <dd>{toObjectsText(place) || "none"}</dd>
      <dt>Function</dt>
      <dd>
        <code>{place.functionName}</code>
        <span className="muted small d-block">
          {functionVersion === null
            ? "not confirmed yet"
            : `version ${functionVersion}, ${functionRuntime ?? "runtime not known"}`}
        </span>
      </dd>
      <dt>Last report</dt>
      <dd>
        <MaybeTime at={place.lastReportAt} now={now} none="none yet" />
        {place.lastReportType === null ? null : (
          <span className="muted"> ({toReportText(place.lastReportType)})</span>
        )}
      </dd>
      <dt>Last invocation</dt>
      <dd>
        <MaybeTime at={place.lastInvokedAt} now={now} none="not seen by CloudWatch" />
        {place.lastInvokedAt === null ? null : " at most"}
      </dd>
      <dt>Last 24 hours</dt>
      <dd>
        {place.measureError === null ? (
          (toCallsText(place) ?? <span className="muted">not counted yet</span>)
        ) : (
          <WhatToDo text={place.measureError} />
        )}
      </dd>
      {place.measuredAt === null ? null : (
        <>
          <dt>Counted by CloudWatch</dt>
          <dd>
            <RelativeTime at={place.measuredAt} now={now} />
          </dd>
        </>
      )}
      <dt>Compared with AWS</dt>
      <dd>
        {place.comparing ? (
          "being compared now"
        ) : (
          <MaybeTime at={place.comparedAt} now={now} none="not yet" />
        )}
      </dd>
    </dl>
  );
}

function MaybeTime({ at, now, none }: { at: string | null; now: number; none: string }) {
  return at === null ? <span className="muted">{none}</span> : <RelativeTime at={at} now={now} />;
}
