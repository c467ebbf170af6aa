import { EmptyState } from "../../../_components/empty-state";
import { BackupsIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { NothingMatches } from "../../../_components/nothing-matches";

export function NoAmis(props: { isFiltered: boolean; isPart: boolean }) {
  if (props.isPart) return null;
  if (props.isFiltered) {
    return <NothingMatches href="/amis" one="image" many="AMIs" />;
  }
  return (
    <EmptyState
      icon={<BackupsIcon />}
      title="No AMIs yet"
      action={
        <Link className="btn btn-plain" href="/findings">
          To the comparisons with AWS
        </Link>
      }
    >
      Images of ours appear with their backups. Those of others appear after the next comparison of
      an account with AWS, which is made every few hours.
    </EmptyState>
  );
}
