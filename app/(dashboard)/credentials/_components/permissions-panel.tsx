import { Fragment } from "react";
import type { ReactNode } from "react";
import { alikeRegions } from "#lib/credentials/alike-regions.pure";
import type { CheckedRegionDto, CredentialDetailDto, PermissionDto } from "#lib/credentials/dto";
import { CopyButton } from "../../../_components/copy-button";
import { CheckCircleIcon, CrossCircleIcon, QuestionIcon } from "../../../_components/outcome-icons";
import { Panel } from "../../../_components/panel";
import { RelativeTime } from "../../../_components/relative-time";
import { splitSuggestion } from "../../../_components/split-suggestion.pure";
import { Badge } from "../../../_components/status-badge";
import { DeniedBy } from "./denied-by";

const ORDER = ["missing", "unknown", "allowed"] as const;

/** What AWS said about each permission that is needed; what is missing comes first. */
export function PermissionsPanel(props: {
  permissions: CredentialDetailDto["permissions"];
  now: number;
}) {
  const { permissions, now } = props;
  if (permissions === null) {
    return (
      <Panel title="What it may do">
        <p className="muted m-0">
          Not asked yet. “Check now” asks AWS about each permission by dry runs: nothing is done.
        </p>
      </Panel>
    );
  }
  const groups = alikeRegions(permissions.regions);
  return groups.map(({ regions, first }, rank) => (
    <Fragment key={regions.join(" ")}>
      <Needed
        {...first}
        title={rank === 0 ? "What it may do" : `What it may do in ${regions.join(", ")}`}
        asked={
          <>
            asked in {regions.join(", ")} <RelativeTime at={permissions.checkedAt} now={now} />
          </>
        }
      />
      {first.schedule ? (
        <ForEventbridge {...first.schedule} where={rank === 0 ? "" : ` in ${regions.join(", ")}`} />
      ) : null}
    </Fragment>
  ));
}

function Needed({ title, asked, items }: CheckedRegionDto & { title: string; asked: ReactNode }) {
  return (
    <Panel
      title={title}
      aside={<span className="muted small">{asked}</span>}
      foot={
        <span className="muted small">
          Asked by dry runs: nothing was done. Use of a customer-managed key of encrypted volumes
          cannot be asked; the first backup of such an instance tells.
        </span>
      }
      flush
    >
      <PermissionList items={items} />
    </Panel>
  );
}

/** Nothing is held against a credential that does not need it. */
function ForEventbridge({
  inUse,
  items,
  where,
}: NonNullable<CheckedRegionDto["schedule"]> & { where: string }) {
  return (
    <Panel
      title={`What EventBridge needs besides${where}`}
      foot={
        <span className="muted small">
          Asked by readings: nothing was done. What only changes something cannot be asked; the
          set-up tells, and names the statement that is missing.
        </span>
      }
      flush
    >
      <details open={inUse}>
        <summary className="panel-body">
          {inUse
            ? "EventBridge starts backups in this account."
            : "Not needed yet: no instance of the account has EventBridge as its scheduler."}
        </summary>
        <PermissionList items={items} />
      </details>
    </Panel>
  );
}

function PermissionList({ items }: { items: readonly PermissionDto[] }) {
  const ordered = ORDER.flatMap((state) => items.filter((item) => item.state === state));
  return (
    <ul className="permissions">
      {ordered.map((item) => (
        <Permission key={item.action} item={item} />
      ))}
    </ul>
  );
}

function Permission({ item }: { item: PermissionDto }) {
  const { action, why, note, statement } = item;
  const pretty = statement === null ? "" : (splitSuggestion(statement).statements ?? statement);
  return (
    <li>
      <div className="permission-head">
        <span className="cell-title">
          <code>{action}</code>
          <span className="muted small">to {why}</span>
        </span>
        <PermissionBadge state={item.state} />
      </div>
      {item.state === "missing" ? <DeniedBy note={note} /> : <Note text={note} />}
      {statement === null ? null : (
        <details open>
          <summary>The statement to add to its IAM policy</summary>
          <div className="command mt-2">
            {pretty}
            <CopyButton text={pretty} label={`the statement for ${action}`} />
          </div>
        </details>
      )}
    </li>
  );
}

function Note({ text }: { text: string | null }) {
  return text === null ? null : <p className="muted small hostile m-0">{text}</p>;
}

function PermissionBadge({ state }: { state: PermissionDto["state"] }) {
  switch (state) {
    case "allowed":
      return (
        <Badge tone="ok" icon={<CheckCircleIcon />}>
          Allowed
        </Badge>
      );
    case "missing":
      return (
        <Badge tone="bad" icon={<CrossCircleIcon />}>
          Missing
        </Badge>
      );
    case "unknown":
      return (
        <Badge tone="quiet" icon={<QuestionIcon />}>
          Not known
        </Badge>
      );
  }
}
