import { EmptyState } from "./empty-state";
import { SearchIcon } from "./icons";
import { Link } from "./link";

/** A list in which nothing fits its filters: "No backup fits these filters", and the way out. */
export function NothingMatches(props: { href: string; one: string; many: string }) {
  return (
    <EmptyState
      icon={<SearchIcon />}
      title="Nothing matches"
      action={
        <Link className="btn btn-plain" href={props.href}>
          Show all {props.many}
        </Link>
      }
    >
      No {props.one} fits these filters.
    </EmptyState>
  );
}
