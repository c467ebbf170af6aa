import type { BackupDetailDto } from "#lib/backups/dto";
import type { InstanceRetentionDto } from "#lib/retention/dto";
import { Link } from "../../../../_components/link";
import { RelativeTime } from "../../../../_components/relative-time";
import { GoesWhen } from "../../../retention/_components/decision-list";
import { toDecisions } from "../../../retention/_components/to-decisions.pure";

/** Why an image stays, and until when. */
export function KeptBecause(props: {
  backup: BackupDetailDto;
  retention: InstanceRetentionDto;
  now: number;
}) {
  const { backup, retention, now } = props;
  if (backup.hold !== null) {
    return (
      <>
        held by <span className="hostile">{backup.hold.by ?? "a person"}</span>{" "}
        <RelativeTime at={backup.hold.at} now={now} />, until somebody releases it
        {backup.hold.reason === null ? null : (
          <span className="hostile small d-block" dir="auto">
            “{backup.hold.reason}”
          </span>
        )}
      </>
    );
  }
  const decision = toDecisions(retention).find(({ id }) => id === backup.id);
  const { policy } = retention;
  const link = (
    <>
      by <PolicyName policy={policy} />; see the{" "}
      <Link href={`/instances/${backup.instance.id}/retention`}>retention of its instance</Link>
    </>
  );
  if (decision === undefined) return link;
  return (
    <>
      {decision.words}; <GoesWhen decision={decision} now={now} />{" "}
      <span className="small d-block">{link}</span>
    </>
  );
}

function PolicyName({ policy }: Pick<InstanceRetentionDto, "policy">) {
  if (policy.instanceId !== null) return "its instance’s own rules";
  return (
    <>
      the policy{" "}
      <Link href={`/retention/${policy.id}`} className="hostile" dir="auto">
        {policy.name}
      </Link>
    </>
  );
}
