"use client";

import { FilterBar } from "../../../_components/filter-bar";
import type { FilterSelect } from "../../../_components/filter-bar";
import { CloseIcon } from "../../../_components/icons";
import { Link } from "../../../_components/link";
import { toListHref } from "../../../_components/list-query";
import { InstanceSearchBox } from "./instance-search-box";

export function InstanceFilters(props: {
  filters: Readonly<Record<string, string>>;
  selects: readonly FilterSelect[];
  more: readonly FilterSelect[];
}) {
  const { filters } = props;
  return (
    <>
      <FilterBar
        path="/instances"
        searchLabel="Name, instance id or tag"
        filters={filters}
        selects={props.selects}
        more={props.more}
        SearchBox={InstanceSearchBox}
      />
      {filters["tag"] === undefined ? null : (
        <p className="filter-chips">
          <Link
            className="chip"
            href={toListHref("/instances", { ...filters, tag: null })}
            aria-label={`Tag ${filters["tag"]}: take this filter away`}
          >
            <span className="muted">Tag</span>{" "}
            <span className="cut hostile" dir="auto">
              {filters["tag"]}
            </span>
            <CloseIcon />
          </Link>
        </p>
      )}
    </>
  );
}
