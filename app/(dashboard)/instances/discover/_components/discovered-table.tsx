"use client";

import type { DiscoveredDto } from "#lib/discovery/dto";
import { CopyableId } from "../../../../_components/copyable-id";
import { InstanceName } from "../../../../_components/instance-name";
import { MaybeCell } from "../../../../_components/maybe-cell";
import { RelativeTime } from "../../../../_components/relative-time";
import { PickCell, PickHead } from "../../../../_components/selection/pick-box";
import { ProtectionBadge } from "./protection-badge";
import { TagList } from "./tag-list";

interface TableProps {
  instances: readonly DiscoveredDto[];
  now: number;
  mayChoose: boolean;
}

/**
 * Its rows are sent to the browser as data: elements would go twice, as HTML and as React's own account
 * of it.
 */
export function DiscoveredTable(props: TableProps) {
  return (
    <table className="list list-cards list-wide">
      <thead>
        <tr>
          {props.mayChoose ? <PickHead /> : null}
          <th scope="col">Instance</th>
          <th scope="col">Protection</th>
          <th scope="col">In EC2</th>
          <th scope="col">Account and region</th>
          <th scope="col">Type</th>
          <th scope="col">Tags</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        {props.instances.map((instance) => (
          <DiscoveredRow key={instance.id} {...props} instance={instance} />
        ))}
      </tbody>
    </table>
  );
}

function DiscoveredRow({ instance, now, mayChoose }: TableProps & { instance: DiscoveredDto }) {
  const { id, name, instanceId, platform, instanceType } = instance;
  return (
    <tr>
      {mayChoose ? <PickCell id={id} label={name || instanceId} /> : null}
      <td>
        <Which instance={instance} />
      </td>
      <td data-label="Protection">
        <span className="two-lines">
          <ProtectionBadge status={instance.status} />
          <Why instance={instance} now={now} />
        </span>
      </td>
      <td data-label="In EC2">{instance.state}</td>
      <td data-label="Account and region">
        <span className="two-lines">
          <span>{instance.region}</span>
          <span className="muted small">{instance.accountId}</span>
        </span>
      </td>
      <MaybeCell label="Type">
        {instanceType === null ? null : (
          <span className="two-lines">
            <span>{instanceType}</span>
            <span className="muted small">{platform}</span>
          </span>
        )}
      </MaybeCell>
      <td data-label="Tags">
        <TagList tags={instance.tags} />
      </td>
      <td data-label="Last seen" className="line">
        <RelativeTime at={instance.seenAt} now={now} />
      </td>
    </tr>
  );
}

/** One that is protected leads to its page. */
function Which({ instance }: { instance: DiscoveredDto }) {
  const { name, instanceId, protectedId } = instance;
  if (protectedId !== null) {
    return <InstanceName id={protectedId} name={name} instanceId={instanceId} />;
  }
  return (
    <span className="cell-title">
      <strong className="cut hostile" dir="auto" title={name}>
        {name === "" ? "no Name tag" : name}
      </strong>
      <span className="muted">
        <CopyableId id={instanceId} />
      </span>
    </span>
  );
}

function Why({ instance, now }: { instance: DiscoveredDto; now: number }) {
  const { ignored, status, wasRemoved, goneAt } = instance;
  if (status === "ignored" && ignored !== null) {
    return (
      <span className="muted small">
        by {ignored.by ?? "somebody"}, <RelativeTime at={ignored.at} now={now} />
      </span>
    );
  }
  if (status === "gone" && goneAt !== null) {
    return (
      <span className="muted small">
        since <RelativeTime at={goneAt} now={now} />
      </span>
    );
  }
  if (status === "unprotected" && wasRemoved) {
    return <span className="muted small">removed by a person</span>;
  }
  return null;
}
