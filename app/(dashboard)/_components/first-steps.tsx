import type { ReactNode } from "react";
import type { Permission } from "#lib/auth/permissions";
import type { Context } from "#lib/context";
import { listCredentials } from "#lib/credentials/list-credentials";
import { CheckIcon } from "../../_components/icons";
import { Link } from "../../_components/link";
import { Panel } from "../../_components/panel";

/** From nothing to the first good backup. */
export async function FirstSteps(props: {
  ctx: Context;
  instances: number;
  running: number;
  may: (permission: Permission) => boolean;
}) {
  const { items } = await listCredentials(props.ctx, { limit: 1 });
  const hasCredential = items.length > 0;
  const hasInstance = props.instances > 0;
  return (
    <Panel title="To your first backup" flush>
      <ol className="steps">
        <Step
          isDone={hasCredential}
          title="Add a credential"
          text="An access key, or a role that is assumed: how the account is reached."
          action={
            props.may("credentials.write") ? (
              <Link className="btn btn-primary btn-sm" href="/credentials/new">
                Add a credential
              </Link>
            ) : (
              "An administrator does this."
            )
          }
        />
        <Step
          isDone={hasInstance}
          title="Add an instance"
          text="By its id. It is checked with AWS first, and backed up on the default schedule."
          action={
            hasCredential && props.may("instances.write") ? (
              <Link className="btn btn-primary btn-sm" href="/instances/new">
                Add an instance
              </Link>
            ) : null
          }
        />
        <Step
          isDone={false}
          title="See the first backup through"
          text={
            props.running > 0
              ? "It is on its way: watch it below."
              : "Choose “Back up now” on the instance, or wait for its schedule."
          }
          action={
            hasInstance && props.running === 0 ? (
              <Link className="btn btn-primary btn-sm" href="/instances">
                To the instances
              </Link>
            ) : null
          }
        />
      </ol>
    </Panel>
  );
}

function Step(props: { isDone: boolean; title: string; text: string; action: ReactNode }) {
  return (
    <li className={props.isDone ? "is-done" : undefined}>
      <span className="step-mark">{props.isDone ? <CheckIcon /> : null}</span>
      <span className="row-main">
        <strong>{props.title}</strong>
        {props.isDone ? <span className="visually-hidden"> (done)</span> : null}
        <br />
        <span className="muted small">{props.text}</span>
      </span>
      {props.isDone ? null : props.action}
    </li>
  );
}
