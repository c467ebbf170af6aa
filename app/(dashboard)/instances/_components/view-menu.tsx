"use client";

import { useRouter } from "next/navigation";
import { useEffect, useOptimistic, useRef, useTransition } from "react";
import type { InstanceSort } from "#lib/instances/schemas";
import { toListHref } from "../../../_components/list-query";
import { writeTasteCookie } from "../../../_components/write-taste-cookie";
import { COLUMNS, COLUMNS_COOKIE, toColumnsParam } from "./columns";
import type { ColumnId } from "./columns";

const YEAR_SECONDS = 31_536_000;

const SORTS: ReadonlyArray<{ value: InstanceSort; label: string }> = [
  { value: "name", label: "Name" },
  { value: "lastGood", label: "Last good backup" },
  { value: "nextDue", label: "Next run" },
  { value: "region", label: "Region" },
  { value: "account", label: "Account" },
  { value: "state", label: "State in EC2" },
];

/**
 * The order and the columns of the table, also where its rows are cards and have no head: in the
 * address for sharing, the columns in a cookie for the next visit as well.
 */
export function ViewMenu(props: {
  columns: readonly ColumnId[];
  filters: Readonly<Record<string, string>>;
}) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  // A tick is seen at once; the table follows.
  const [columns, showColumns] = useOptimistic(props.columns);
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeOutside = (event: Event) => {
      const { target } = event;
      if (!(target instanceof Node) || menu.current?.contains(target)) return;
      menu.current?.removeAttribute("open");
    };
    document.addEventListener("click", closeOutside);
    document.addEventListener("focusin", closeOutside);
    return () => {
      document.removeEventListener("click", closeOutside);
      document.removeEventListener("focusin", closeOutside);
    };
  }, []);
  const go = (changes: Record<string, string | null>, shown: readonly ColumnId[] = columns) => {
    const href = toListHref("/instances", { ...props.filters, ...changes });
    startTransition(() => {
      showColumns(shown);
      router.replace(href, { scroll: false });
    });
  };
  const choose = (id: ColumnId, on: boolean) => {
    const chosen = COLUMNS.map((column) => column.id).filter((known) =>
      known === id ? on : columns.includes(known),
    );
    const param = toColumnsParam(chosen);
    const kept = { name: COLUMNS_COOKIE, value: param, seconds: YEAR_SECONDS };
    writeTasteCookie({ ...kept, sameSite: "lax" });
    go({ columns: param }, chosen);
  };
  return (
    <details
      ref={menu}
      className="menu"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || menu.current?.open !== true) return;
        menu.current.open = false;
        menu.current.querySelector("summary")?.focus();
      }}
    >
      <summary className="btn btn-plain">View</summary>
      <div className="menu-body" aria-busy={pending}>
        <label className="menu-field">
          Sort by
          <select
            className="form-select form-select-sm"
            value={props.filters["sort"] ?? "name"}
            onChange={(event) => go({ sort: event.target.value })}
          >
            {SORTS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label className="form-check">
          <input
            type="checkbox"
            className="form-check-input"
            checked={props.filters["order"] === "desc"}
            onChange={(event) => go({ order: event.target.checked ? "desc" : null })}
          />
          Descending
        </label>
        <fieldset className="menu-group">
          <legend>Columns</legend>
          {COLUMNS.map(({ id, label }) => (
            <label key={id} className="form-check">
              <input
                type="checkbox"
                className="form-check-input"
                checked={columns.includes(id)}
                onChange={(event) => choose(id, event.target.checked)}
              />
              {label}
            </label>
          ))}
        </fieldset>
      </div>
    </details>
  );
}
