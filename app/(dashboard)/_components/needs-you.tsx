import Link from "next/link";
import type { Permission } from "#lib/auth/permissions";
import type { Context } from "#lib/context";
import type { FleetSummaryDto, InstanceDto, NeedsYouDto } from "#lib/instances/dto";
import { listInstances } from "#lib/instances/list-instances";
import { BackUpNow } from "../../_components/back-up-now";
import { WarningIcon } from "../../_components/outcome-icons";
import { Panel } from "../../_components/panel";
import { groupNeeds } from "./needs.pure";
import type { Need } from "./needs.pure";
import { toBackUpTarget } from "../instances/_components/to-back-up-target";

const SHOWN = 6;

type May = (permission: Permission) => boolean;

/** Most urgent first, each with the act that mends it. */
export async function NeedsYou(props: { ctx: Context; summary: FleetSummaryDto; may: May }) {
  const { needsYou, needsYouCount } = props.summary;
  const shown = groupNeeds(needsYou).slice(0, SHOWN);
  const named = shown.reduce((sum, need) => sum + need.instances.length, 0);
  const { items } = await listInstances(props.ctx, { health: "needs_you", limit: 200 });
  const byId = new Map(items.map((instance) => [instance.id, instance]));
  return (
    <Panel
      title="Needs you"
      flush
      foot={
        needsYouCount > named ? (
          <Link href="/instances?health=needs_you">Show all {needsYouCount}</Link>
        ) : undefined
      }
    >
      <ul className="rows">
        {shown.map((need) => (
          <li key={need.first.id}>
            <WarningIcon className="text-bad" />
            <div className="row-main">
              <NeedTitle need={need} />
              <span>{need.first.health.text}</span>{" "}
              <span className="muted small">
                {need.instances.length === 1 ? `${need.first.region}, ` : ""}account{" "}
                {need.first.accountId}
              </span>
            </div>
            <div className="row-side">
              <Act item={need.first} instance={byId.get(need.first.id)} may={props.may} />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function NeedTitle({ need }: { need: Need }) {
  const { first, instances } = need;
  if (instances.length > 1) {
    return (
      <Link
        href={`/instances?health=needs_you&credentialId=${first.credentialId ?? ""}`}
        className="row-title"
      >
        {instances.length} instances
      </Link>
    );
  }
  return (
    <Link href={`/instances/${first.id}`} className="row-title hostile cut" dir="auto">
      {first.name || first.instanceId}
    </Link>
  );
}

function Act(props: { item: NeedsYouDto; instance: InstanceDto | undefined; may: May }) {
  const { item, instance, may } = props;
  const instancePage = `/instances/${item.id}`;
  switch (item.health.action) {
    case "backup_now":
      return (
        <>
          {item.lastEndedBackupId === null ? null : (
            <Go href={`/backups/${item.lastEndedBackupId}`}>See why</Go>
          )}
          {instance !== undefined && may("backups.create") ? (
            <BackUpNow target={toBackUpTarget(instance)} look="row" />
          ) : null}
        </>
      );
    case "fix_credential":
      return item.credentialId === null ? null : (
        <Go href={`/credentials/${item.credentialId}`}>Look at its credential</Go>
      );
    case "choose_credential":
      return <Go href={instancePage}>Choose a credential</Go>;
    case "choose_schedule":
      return <Go href={instancePage}>Choose a schedule</Go>;
    case "remove_instance":
      return <Go href={instancePage}>Remove it</Go>;
    case "check_jobs":
      return <Go href="/settings">Look at the jobs</Go>;
    case "resume":
    case null:
      return <Go href={instancePage}>Show it</Go>;
  }
}

function Go({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="btn btn-plain btn-sm">
      {children}
    </Link>
  );
}
