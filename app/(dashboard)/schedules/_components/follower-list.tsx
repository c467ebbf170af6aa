import type { InstanceDto } from "#lib/instances/dto";
import { HealthBadge } from "../../../_components/health-badge";
import { InstanceName } from "../../../_components/instance-name";
import { RelativeTime } from "../../../_components/relative-time";

/** The first instances that follow a schedule, with their health. */
export function FollowerList(props: { instances: readonly InstanceDto[]; now: number }) {
  return (
    <ul className="rows">
      {props.instances.map((instance) => (
        <li key={instance.id}>
          <div className="row-main">
            <InstanceName {...instance} />
          </div>
          <div className="row-side">
            <span className="muted small">
              {instance.lastGoodAt === null ? (
                "no good backup yet"
              ) : (
                <>
                  last good <RelativeTime at={instance.lastGoodAt} now={props.now} />
                </>
              )}
            </span>
            <HealthBadge health={instance.health} />
          </div>
        </li>
      ))}
    </ul>
  );
}
