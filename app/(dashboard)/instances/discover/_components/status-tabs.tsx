import type { DiscoveredCountsDto } from "#lib/discovery/dto";
import { DISCOVERED_STATUSES, type DiscoveredStatus } from "#lib/discovery/schemas";
import { Link } from "../../../../_components/link";
import { toListHref } from "../../../../_components/list-query";
import { STATUS_WORDS } from "./status-words";

/** A filter of few values: plain links, so that it works before any script. */
export function StatusTabs(props: {
  path: string;
  filters: Readonly<Record<string, string>>;
  status: DiscoveredStatus | "all";
  counts: DiscoveredCountsDto;
}) {
  const { counts } = props;
  const all = DISCOVERED_STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const tabs = [
    ...DISCOVERED_STATUSES.map((status) => [status, STATUS_WORDS[status], counts[status]] as const),
    ["all", "All", all] as const,
  ];
  return (
    <nav className="filters" aria-label="By protection">
      {tabs.map(([status, word, count]) => (
        <Link
          key={status}
          className={`btn btn-sm ${props.status === status ? "btn-primary" : "btn-plain"}`}
          aria-current={props.status === status ? "true" : undefined}
          href={toListHref(props.path, { ...props.filters, status })}
        >
          {word} <span className="tab-count">{count.toLocaleString("en")}</span>
        </Link>
      ))}
    </nav>
  );
}
