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
