"use client";

import type { AmiDto } from "#lib/backups/dto";
import { CopyableId } from "../../../_components/copyable-id";
import { ExactTime } from "../../../_components/exact-time";
import { CloudIcon, ExternalIcon, LockIcon } from "../../../_components/icons";
import { InstanceName } from "../../../_components/instance-name";
import { Link } from "../../../_components/link";
import { LiveStatus } from "../../../_components/live/live-status";
import { MaybeCell } from "../../../_components/maybe-cell";
import { RelativeTime } from "../../../_components/relative-time";
import { toGiBText } from "../../../_components/size.pure";
import { Badge } from "../../../_components/status-badge";
import { toMakerWords } from "./maker-words.pure";

/**
 * Newest first. Nothing is offered for what is not ours but a look at it in AWS. Its rows are sent
 * to the browser as data: elements would go twice, as HTML and as React's own account of it.
 */
export function AmiTable({ amis, now }: { amis: readonly AmiDto[]; now: number }) {
  return (
    <table className="list list-cards list-wide">
      <thead>
        <tr>
          <th scope="col">Image</th>
          <th scope="col">Whose</th>
          <th scope="col">Of</th>
          <th scope="col">Account and region</th>
          <th scope="col">Made</th>
          <th scope="col" className="num wrap">
            Full size, at most
          </th>
          <th scope="col">
            <span className="visually-hidden">AWS console</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {amis.map((ami) => (
          <AmiRow key={`${ami.backupId ?? ""}${ami.imageId}`} ami={ami} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function AmiRow({ ami, now }: { ami: AmiDto; now: number }) {
  return (
    <tr>
      <td className="id-cell">
        <span className="two-lines">
          <CopyableId id={ami.imageId} label="the image’s id" />
          <span className="muted small cut hostile" dir="auto" title={ami.imageName ?? undefined}>
            {ami.imageName ?? ""}
          </span>
        </span>
      </td>
      <td data-label="Whose">
        <Whose ami={ami} now={now} />
      </td>
      <MaybeCell label="Of">
        {ami.instance ? (
          <InstanceName {...ami.instance} />
        ) : ami.sourceInstanceId === null ? null : (
          <code>{ami.sourceInstanceId}</code>
        )}
      </MaybeCell>
      <td data-label="Account and region">
        <span className="two-lines">
          <span>{ami.region}</span>
          <span className="muted small">{ami.accountId}</span>
        </span>
      </td>
      <MaybeCell label="Made">
        {ami.createdAt === null ? null : (
          <span className="two-lines">
            <ExactTime at={ami.createdAt} now={now} />
            <span className="muted small">
              <RelativeTime at={ami.createdAt} now={now} />
            </span>
          </span>
        )}
      </MaybeCell>
      <MaybeCell label="Full size, at most" className="num">
        {ami.sizeBytes === null ? null : toGiBText(ami.sizeBytes)}
      </MaybeCell>
      <td>
        {ami.consoleUrl === null ? null : (
          <a className="text-nowrap" href={ami.consoleUrl} target="_blank" rel="noreferrer">
            Console <ExternalIcon />
            <span className="visually-hidden"> for {ami.imageId}, in a new tab</span>
          </a>
        )}
      </td>
    </tr>
  );
}

function Whose({ ami, now }: { ami: AmiDto; now: number }) {
  if (ami.backupId !== null && ami.status !== null) {
    const { backupId: id, status } = ami;
    return (
      <span className="status-cell">
        <Link href={`/backups/${id}`}>
          <LiveStatus id={id} status={status} progressPercent={null} />
        </Link>
        <span className="muted small">
          ours{ami.held ? ", held " : ""}
          {ami.held ? <LockIcon /> : null}
          <StateInAws state={ami.imageState} />
        </span>
      </span>
    );
  }
  return (
    <span className="status-cell">
      <Badge tone="quiet" icon={<CloudIcon />}>
        <span className="hostile" dir="auto">
          {toMakerWords(ami.owner)}
        </span>
      </Badge>
      <span className="muted small">
        {ami.isPublic === true ? "public, " : ""}
        <SeenAt at={ami.lastSeenAt} now={now} />
        <StateInAws state={ami.imageState} />
      </span>
    </span>
  );
}

const DAY_MS = 86_400_000;

/** Places are compared several times a day: what was not seen for one may be gone since long. */
function SeenAt({ at, now }: { at: string | null; now: number }) {
  if (at === null) return null;
  if (now - Date.parse(at) < DAY_MS) {
    return (
      <>
        seen <RelativeTime at={at} now={now} />
      </>
    );
  }
  return (
    <span className="text-warn">
      not seen since <ExactTime at={at} now={now} /> UTC: nothing compares its region any more
    </span>
  );
}

/** Only what is out of the ordinary: most are available. */
function StateInAws({ state }: { state: string | null }) {
  if (state === null || state === "available") return null;
  return <>, AWS says {state}</>;
}
