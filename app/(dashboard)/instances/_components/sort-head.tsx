import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";

/** A column that sorts: ascending first, then descending; the address remembers. */
export function SortHead(props: {
  column: string;
  isDefault?: boolean;
  filters: Readonly<Record<string, string>>;
  children: string;
}) {
  const { column, filters } = props;
  const sort = filters["sort"] ?? (props.isDefault === true ? column : "");
  const isDown = filters["order"] === "desc";
  const isHere = sort === column;
  const order = isHere && !isDown ? "desc" : null;
  return (
    <th scope="col" aria-sort={isHere ? (isDown ? "descending" : "ascending") : undefined}>
      <Link className="sort" href={toListHref("/instances", { ...filters, sort: column, order })}>
        {props.children}
        {isHere ? <span aria-hidden="true">{isDown ? "↓" : "↑"}</span> : null}
      </Link>
    </th>
  );
}
