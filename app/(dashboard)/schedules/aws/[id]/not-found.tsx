import { EmptyState } from "../../../../_components/empty-state";
import { AwsIcon } from "../../../../_components/icons";
import { Link } from "../../../../_components/link";

export default function NothingLeft() {
  return (
    <section className="panel">
      <h1 className="visually-hidden">Nothing of AMIVault is here</h1>
      <EmptyState
        icon={<AwsIcon />}
        title="Nothing of AMIVault is in AWS here"
        action={
          <Link href="/schedules/aws" className="btn btn-primary">
            Show where there is
          </Link>
        }
      >
        When the last instance of an account and region leaves EventBridge, everything that was made
        for it is taken away, and this page goes with it.
      </EmptyState>
    </section>
  );
}
