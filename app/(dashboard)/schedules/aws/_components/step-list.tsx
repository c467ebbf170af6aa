import type { EventbridgeObjectDto } from "#lib/eventbridge/dto";
import { KIND_WORDS } from "#lib/eventbridge/kind-rules.pure";
import { WhatToDo } from "../../../../_components/what-to-do";
import { ObjectActs } from "./object-acts";
import { ObjectBadge } from "./object-badge";
import { toExpressionText, toObjectActs, toObjectName } from "./object-words.pure";

/** The steps of a set-up or of its removal, each with how it stands and what it waits for. */
export function StepList(props: {
  placeId: string;
  steps: readonly EventbridgeObjectDto[];
  mayAct: boolean;
}) {
  return (
    <ol className="rows rows-bare rows-close" aria-label="Steps in AWS">
      {props.steps.map((step) => (
        <Step key={step.id} {...props} step={step} />
      ))}
    </ol>
  );
}

function Step(props: { placeId: string; step: EventbridgeObjectDto; mayAct: boolean }) {
  const { step } = props;
  const expression = toExpressionText(step);
  const acts = props.mayAct ? toObjectActs(step) : [];
  return (
    <li>
      <div className="row-main">
        {KIND_WORDS[step.kind]} {expression === null ? null : <code>{expression}</code>}
        {step.message === null || step.state === "ready" ? null : (
          <span className="muted small d-block hostile">{step.message}</span>
        )}
        {step.state === "failed" ? (
          <span className="small d-block">
            <WhatToDo text={step.suggestion} />
          </span>
        ) : null}
      </div>
      <div className="row-side">
        <ObjectBadge object={step} />
        <ObjectActs
          placeId={props.placeId}
          objectId={step.id}
          name={toObjectName(step)}
          acts={acts}
        />
      </div>
    </li>
  );
}
