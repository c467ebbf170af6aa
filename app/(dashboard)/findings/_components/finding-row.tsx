import type { FindingDto } from "#lib/reconcile/dto";
import type { RepairAction } from "#lib/reconcile/finding.pure";
import { IdsInText } from "../../../_components/ids-in-text";
import { Link } from "../../../_components/link";
import { WarningIcon, CrossCircleIcon, InfoIcon } from "../../../_components/outcome-icons";
import { RelativeTime } from "../../../_components/relative-time";
import { toGiBText } from "../../../_components/size.pure";
import { Badge } from "../../../_components/status-badge";
import { ACTION_WORDS, KIND_WORDS } from "./finding-words.pure";

const ICONS = { bad: <CrossCircleIcon />, warn: <WarningIcon /> } as const;

export function FindingRow(props: {
  finding: FindingDto;
  now: number;
  selection: { on: boolean; toggle: (id: string) => void } | null;
  onAct: ((action: RepairAction) => void) | null;
}) {
  const { finding, selection, onAct } = props;
  const { word, tone } = KIND_WORDS[finding.kind];
  return (
    <li className={selection === null ? undefined : "row-chosen-at-top"}>
      {selection === null ? null : (
        <input
          type="checkbox"
          className="form-check-input"
          aria-label={`Select ${finding.resourceId}`}
          checked={selection.on}
          onChange={() => selection.toggle(finding.id)}
        />
      )}
      <div className="row-main">
        <span className="finding-head">
          <Badge tone={tone} icon={tone === "bad" || tone === "warn" ? ICONS[tone] : <InfoIcon />}>
            {word}
          </Badge>
          <span className="hostile">
            <IdsInText text={finding.message} />
          </span>
        </span>
        <span className="muted d-block">
          <IdsInText text={finding.repair} />
        </span>
        <Facts finding={finding} now={props.now} />
      </div>
      {onAct === null ? null : (
        <div className="row-side">
          {finding.actions.map((action) => (
            <button
              key={action}
              type="button"
              className="btn btn-plain btn-sm"
              aria-label={`${ACTION_WORDS[action].button}: ${finding.resourceId}`}
              onClick={() => onAct(action)}
            >
              {ACTION_WORDS[action].button}
            </button>
          ))}
        </div>
      )}
    </li>
  );
}

function Facts({ finding, now }: { finding: FindingDto; now: number }) {
  const { region, accountId, sizeBytes, resourceCreatedAt, backupId, planId, resolved } = finding;
  return (
    <span className="muted small">
      {region}, account {accountId}
      {sizeBytes === null ? null : `, full size at most ${toGiBText(sizeBytes)}`}
      {resourceCreatedAt === null ? null : (
        <>
          , made <RelativeTime at={resourceCreatedAt} now={now} />
        </>
      )}
      , first seen <RelativeTime at={finding.firstSeenAt} now={now} />
      {backupId === null ? null : (
        <>
          , <Link href={`/backups/${backupId}`}>its backup</Link>
        </>
      )}
      {planId === null ? null : (
        <>
          , <Link href={`/plans/${planId}`}>in a plan</Link>
        </>
      )}
      {finding.ignored === null ? null : `, ignored by ${finding.ignored.by ?? "somebody"}`}
      {resolved === null ? null : (
        <>
          , mended <RelativeTime at={resolved.at} now={now} />: {resolved.how}
        </>
      )}
    </span>
  );
}
