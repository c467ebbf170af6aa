import type { InstanceDto } from "#lib/instances/dto";
import { Panel } from "../../../../_components/panel";
import { RelativeTime } from "../../../../_components/relative-time";

export function InstanceFacts({ instance, now }: { instance: InstanceDto; now: number }) {
  const tags = Object.entries(instance.tags).filter(([key]) => key !== "Name");
  return (
    <Panel title="Facts">
      <dl className="facts">
        <dt>Type</dt>
        <dd>{instance.instanceType ?? "not known"}</dd>
        <dt>Platform</dt>
        <dd>{instance.platform ?? "not known"}</dd>
        <dt>Volumes</dt>
        <dd>
          {instance.volumeCount === null
            ? "not known"
            : `${instance.volumeCount}, ${instance.volumeGiB ?? "?"} GiB together`}
        </dd>
        <dt>Available backups</dt>
        <dd>{instance.availableCount}</dd>
        <dt>Seen in AWS</dt>
        <dd>
          {instance.seenAt === null ? "never" : <RelativeTime at={instance.seenAt} now={now} />}
        </dd>
        <dt>Protected</dt>
        <dd>
          <RelativeTime at={instance.createdAt} now={now} />
        </dd>
        {tags.length === 0 ? null : (
          <>
            <dt>Tags</dt>
            <dd>
              <ul className="tags">
                {tags.map(([key, value]) => (
                  <li key={key} className="hostile" dir="auto">
                    <span className="muted">{key}</span> {value}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}
