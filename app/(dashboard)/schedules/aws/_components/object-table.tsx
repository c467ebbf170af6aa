import { objectConsoleUrl } from "#lib/eventbridge/console-links.pure";
import type { EventbridgeObjectDto, PlaceDetailDto } from "#lib/eventbridge/dto";
import { KIND_WORDS } from "#lib/eventbridge/kind-rules.pure";
import { ExternalIcon } from "../../../../_components/icons";
import { InstanceName } from "../../../../_components/instance-name";
import { MaybeCell } from "../../../../_components/maybe-cell";
import { RelativeTime } from "../../../../_components/relative-time";
import { WhatToDo } from "../../../../_components/what-to-do";
import { ObjectActs } from "./object-acts";
import { ObjectBadge } from "./object-badge";
import { toExpressionText, toObjectActs, toObjectName } from "./object-words.pure";

interface ObjectsProps {
  place: PlaceDetailDto;
  now: number;
  mayAct: boolean;
}

/** Everything of ours in an account and region, what needs somebody first. */
export function ObjectTable(props: ObjectsProps) {
  return (
    <table className="list list-cards list-wide">
      <thead>
        <tr>
          <th scope="col">In AWS</th>
          <th scope="col">State</th>
          <th scope="col">Instance</th>
          <th scope="col">Last seen</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.place.objects.map((object) => (
          <ObjectRow key={object.id} {...props} object={object} />
        ))}
      </tbody>
    </table>
  );
}

function ObjectRow({
  place,
  object,
  now,
  mayAct,
}: ObjectsProps & { object: EventbridgeObjectDto }) {
  const instance = place.instances.find(({ id }) => id === object.instanceRef);
  const expression = toExpressionText(object);
  const seenAt = object.seenAt ?? object.confirmedAt;
  const url = objectConsoleUrl(object, place);
  return (
    <tr>
      <td>
        <span className="cell-title">
          {KIND_WORDS[object.kind]}
          <code className="muted small aws-name">{object.name}</code>
          {expression === null ? null : <code className="small aws-expression">{expression}</code>}
        </span>
      </td>
      <td data-label="State">
        <span className="status-cell">
          <ObjectBadge object={object} />
          {object.message === null || object.state === "ready" ? null : (
            <span className="small hostile">{object.message}</span>
          )}
          {object.state === "failed" ? (
            <span className="small">
              <WhatToDo text={object.suggestion} />
            </span>
          ) : null}
        </span>
      </td>
      <MaybeCell label="Instance">
        {instance === undefined ? null : <InstanceName {...instance} />}
      </MaybeCell>
      <MaybeCell label="Last seen">
        {seenAt === null ? null : <RelativeTime at={seenAt} now={now} />}
      </MaybeCell>
      <td className="fit">
        <span className="acts">
          {mayAct ? (
            <ObjectActs
              placeId={place.id}
              objectId={object.id}
              name={toObjectName(object)}
              acts={toObjectActs(object)}
            />
          ) : null}
          {url === null ? null : (
            <a
              className="btn btn-quiet btn-icon"
              href={url}
              target="_blank"
              rel="noreferrer"
              title="In the AWS console"
              aria-label={`${toObjectName(object)} in the AWS console`}
            >
              <ExternalIcon />
            </a>
          )}
        </span>
      </td>
    </tr>
  );
}
