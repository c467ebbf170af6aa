import { Link } from "./link";
import { toListHref } from "./list-query";

/** Onward by cursor; back is the browser's own button, or the first page. */
export function Pager(props: {
  path: string;
  filters: Readonly<Record<string, string>>;
  nextCursor: string | null;
  isFirst: boolean;
  shown: number;
  total: number | null;
  noun: string;
}) {
  const { path, filters, nextCursor } = props;
  if (props.shown === 0 && props.isFirst) return null;
  const count =
    props.total === null
      ? `${props.shown} shown`
      : `${props.total.toLocaleString("en-US")} ${props.noun}`;
  return (
    <div className="panel-foot">
      <span className="muted">{count}</span>
      <nav className="d-flex gap-2" aria-label="Pages">
        {props.isFirst ? null : (
          <Link className="btn btn-plain btn-sm" href={toListHref(path, filters)}>
            First page
          </Link>
        )}
        {nextCursor === null ? null : (
          <Link
            className="btn btn-plain btn-sm"
            href={toListHref(path, { ...filters, cursor: nextCursor })}
          >
            Next page
          </Link>
        )}
      </nav>
    </div>
  );
}
