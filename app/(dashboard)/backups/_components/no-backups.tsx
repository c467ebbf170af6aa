import { EmptyState } from "../../../_components/empty-state";
import { BackupsIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { NothingMatches } from "../../../_components/nothing-matches";

export function NoBackups(props: {
  isFiltered: boolean;
  /** More is to be looked through: see SearchedTo. */
  isPart: boolean;
}) {
  if (props.isPart) return null;
  if (!props.isFiltered) {
    return (
      <EmptyState
        icon={<BackupsIcon />}
        title="No backups yet"
        action={
          <Link className="btn btn-primary" href="/instances">
            To the instances
          </Link>
        }
      >
        Backups appear here as schedules come due, or when you choose “Back up now” on an instance.
      </EmptyState>
    );
  }
  return <NothingMatches href="/backups" one="backup" many="backups" />;
}
