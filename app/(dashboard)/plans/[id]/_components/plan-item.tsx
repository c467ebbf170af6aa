import type { ReactNode } from "react";
import type { PlanItemDto } from "#lib/plans/dto";
import { toCountText } from "../../../../_components/count-text.pure";
import { IdsInText } from "../../../../_components/ids-in-text";
import { Link } from "../../../../_components/link";
import { RelativeTime } from "../../../../_components/relative-time";
import { toGiBText } from "../../../../_components/size.pure";
import { ItemBadge } from "../../_components/plan-badge";

const MODE_WORDS = {
  record: "its record goes, its image stays",
  image: "the image goes, its snapshots stay",
  image_and_snapshots: "the image goes with its snapshots",
} as const;

/** One that would go: the rule that releases it, what stays in its place, what refers to it. */
export function PlanItem(props: { item: PlanItemDto; now: number; pick?: ReactNode }) {
  const { item, now } = props;
  const name = item.instance?.name || item.instance?.instanceId || "No record knows it";
  return (
    <li>
      {props.pick === undefined ? null : <div className="row-pick">{props.pick}</div>}
      <div className="row-main stack-tight">
        <span>
          <strong className="hostile" dir="auto">
            {name}
          </strong>{" "}
          <code>{item.imageId ?? item.snapshotIds.join(", ")}</code>
        </span>
        <span className="muted small">
          {item.region}, account {item.accountId}
          {item.imageCreatedAt === null ? null : (
            <>
              {", made "}
              <RelativeTime at={item.imageCreatedAt} now={now} />
            </>
          )}
          {item.sizeBytes === null ? null : `, full size at most ${toGiBText(item.sizeBytes)}`}
        </span>
        <span className="hostile">
          {item.rule} <span className="muted">({MODE_WORDS[item.mode]})</span>
        </span>
        {item.outcome === null ? null : <span className="hostile">{item.outcome}</span>}
        <Evidence item={item} />
        <Survivors item={item} />
        <Checked item={item} now={now} />
      </div>
      <div className="row-side">
        <ItemBadge status={item.status} />
        {item.backupId === null ? null : (
          <Link className="btn btn-plain btn-sm" href={`/backups/${item.backupId}`}>
            Show the backup
          </Link>
        )}
      </div>
    </li>
  );
}

function Evidence({ item }: { item: PlanItemDto }) {
  if (item.evidence.length === 0) return null;
  return (
    <>
      {item.evidence.map((evidence) => (
        <span key={`${evidence.kind} ${evidence.id}`} className="text-bad hostile">
          <IdsInText text={evidence.sentence} />
        </span>
      ))}
    </>
  );
}

function Survivors({ item }: { item: PlanItemDto }) {
  if (item.survivors.length === 0) return null;
  return (
    <span className="small">
      <span className="muted">Stays in its place: </span>
      {item.survivors.map(({ backupId, imageId }, index) => (
        <span key={backupId}>
          {index === 0 ? "" : ", "}
          <Link href={`/backups/${backupId}`}>
            <code className="text-nowrap">{imageId ?? backupId}</code>
          </Link>
        </span>
      ))}
    </span>
  );
}

function Checked({ item, now }: { item: PlanItemDto; now: number }) {
  if (item.checked.length === 0) return null;
  const gaps = item.checked.filter(isGap);
  const made = item.checked.filter((line) => !isGap(line));
  return (
    <details className="small">
      <summary className="muted">
        {toCountText(made.length, "thing")} looked for
        {gaps.length === 0 ? "" : `, ${gaps.length} could not be`}
        {item.evidenceAt === null ? null : (
          <>
            {", "}
            <RelativeTime at={item.evidenceAt} now={now} />
          </>
        )}
      </summary>
      <p className="m-0">{made.join(", ")}.</p>
      {gaps.map((gap) => (
        <p key={gap} className="text-bad hostile m-0">
          {gap}
        </p>
      ))}
    </details>
  );
}

function isGap(line: string): boolean {
  return line.startsWith("not checked");
}
