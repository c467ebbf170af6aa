import { EmptyState } from "../../../_components/empty-state";
import { BackupsIcon, SearchIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";

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
  return (
    <EmptyState
      icon={<SearchIcon />}
      title="Nothing matches"
      action={
        <Link className="btn btn-plain" href="/backups">
          Show all backups
        </Link>
      }
    >
      No backup fits these filters.
    </EmptyState>
  );
}
