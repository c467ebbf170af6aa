import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";

interface Sortable {
  column: string;
  isDefault?: boolean;
  label: string;
}

/** A head that sorts, by one key or by either of two: ascending first, then descending. */
export function SortHead(props: {
  by: readonly Sortable[];
  filters: Readonly<Record<string, string>>;
  className?: string;
}) {
  const { filters } = props;
  const isDown = filters["order"] === "desc";
  const sorted = props.by.find(({ column, isDefault }) => isSortedBy(filters, column, isDefault));
  return (
    <th
      scope="col"
      className={props.className}
      aria-sort={sorted === undefined ? undefined : isDown ? "descending" : "ascending"}
    >
      {props.by.map((sortable, index) => {
        const isHere = sortable === sorted;
        const order = isHere && !isDown ? "desc" : null;
        const { column, label } = sortable;
        return (
          <span key={column}>
            {index === 0 ? null : " · "}
            <Link
              className="sort"
              href={toListHref("/instances", { ...filters, sort: column, order })}
            >
              {label}
              {isHere ? <span aria-hidden="true">{isDown ? "↓" : "↑"}</span> : null}
            </Link>
          </span>
        );
      })}
    </th>
  );
}

function isSortedBy(
  filters: Readonly<Record<string, string>>,
  column: string,
  isDefault = false,
): boolean {
  return (filters["sort"] ?? (isDefault ? column : "")) === column;
}
