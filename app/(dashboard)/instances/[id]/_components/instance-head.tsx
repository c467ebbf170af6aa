import type { Permission } from "#lib/auth/permissions";
import { instanceConsoleUrl } from "#lib/backups/console-links.pure";
import type { InstanceDto } from "#lib/instances/dto";
import { BackUpNow } from "../../../../_components/back-up-now";
import { CopyableId } from "../../../../_components/copyable-id";
import { HealthBadge } from "../../../../_components/health-badge";
import { ExternalIcon } from "../../../../_components/icons";
import { PageHead } from "../../../../_components/page-head";
import { toBackUpTarget } from "../../_components/to-back-up-target";
import { CheckInstanceButton } from "./check-instance-button";
import { PauseButton } from "./pause-button";

export function InstanceHead(props: {
  instance: InstanceDto;
  may: (permission: Permission) => boolean;
}) {
  const { instance, may } = props;
  const consoleUrl = instanceConsoleUrl(instance);
  const isOurs = instance.removedAt === null;
  return (
    <PageHead
      crumbs={[{ href: "/instances", label: "Instances" }]}
      title={instance.name || instance.instanceId}
      lead={
        <span className="head-badges">
          {isOurs ? <HealthBadge health={instance.health} /> : null}
          <CopyableId id={instance.instanceId} label="the instance’s id" />
          <span>{instance.state}</span>
          <span>{instance.region}</span>
          <span>account {instance.accountId}</span>
          {consoleUrl === null ? null : (
            <a href={consoleUrl} target="_blank" rel="noreferrer">
              AWS console <ExternalIcon />
            </a>
          )}
        </span>
      }
      actions={
        isOurs ? (
          <>
            {may("instances.validate") ? <CheckInstanceButton instanceId={instance.id} /> : null}
            {may("instances.pause") ? (
              <PauseButton instanceId={instance.id} paused={instance.paused} />
            ) : null}
            {may("backups.create") ? (
              <BackUpNow target={toBackUpTarget(instance)} look="primary" />
            ) : null}
          </>
        ) : undefined
      }
    />
  );
}
