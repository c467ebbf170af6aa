import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";

/** A filter of few values: plain links, so that it works before any script. */
export function StatusLinks(props: {
  path: string;
  statuses: ReadonlyArray<readonly [value: string, word: string]>;
  chosen: string | undefined;
  /** The list's other filters, which stay. */
  filters?: Readonly<Record<string, string>>;
}) {
  const all = [["", "All"] as const, ...props.statuses];
  return (
    <nav className="filters" aria-label="By status">
      {all.map(([value, word]) => (
        <Link
          key={value}
          className={`btn btn-sm ${(props.chosen ?? "") === value ? "btn-primary" : "btn-plain"}`}
          aria-current={(props.chosen ?? "") === value ? "true" : undefined}
          href={toListHref(props.path, { ...props.filters, status: value })}
        >
          {word}
        </Link>
      ))}
    </nav>
  );
}
