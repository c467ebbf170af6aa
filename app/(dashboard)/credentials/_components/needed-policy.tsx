import { CopyButton } from "../../../_components/copy-button";

/** What the key or role must be allowed, with this installation's own tag in it, to paste into IAM. */
export function NeededPolicy({ policy }: { policy: string }) {
  return (
    <details className="panel panel-body">
      <summary>The IAM policy that it needs</summary>
      <div className="stack mt-3">
        <p className="muted m-0">
          For this installation, whose images carry the tag amivault:owner. In China or GovCloud the
          ARNs begin with arn:aws-cn or arn:aws-us-gov. A role also has to trust the key that
          assumes it.
        </p>
        <div className="command">
          {policy}
          <CopyButton text={policy} label="the policy" />
        </div>
      </div>
    </details>
  );
}

/** What it needs besides, where EventBridge is to start backups. */
export function NeededSchedulePolicy({ policy }: { policy: string }) {
  return (
    <details className="panel panel-body">
      <summary>What it needs besides, where EventBridge starts backups</summary>
      <div className="stack mt-3">
        <p className="muted m-0">
          Only in accounts with an instance whose scheduler is EventBridge. It makes two roles, a
          function and rules, all of them called amivault-…
        </p>
        <div className="command">
          {policy}
          <CopyButton text={policy} label="the policy for EventBridge" />
        </div>
      </div>
    </details>
  );
}
