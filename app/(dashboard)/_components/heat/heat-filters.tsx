import { memo } from "react";
import type { HeatFilter } from "./heat-query.pure";

export interface HeatOptions {
  accounts: readonly string[];
  regions: readonly string[];
}

const HEALTHS = [
  ["needs_you", "Needs you"],
  ["protected", "Protected"],
  ["waiting", "Waiting"],
  ["paused", "Paused"],
] as const;

/** Only what there is to choose from. */
export const HeatFilters = memo(function HeatFilters(props: {
  filter: HeatFilter;
  options: HeatOptions;
  onChange: (filter: HeatFilter) => void;
}) {
  const { filter, options, onChange } = props;
  const set = (name: keyof HeatFilter) => (value: string) => onChange({ ...filter, [name]: value });
  return (
    <div className="heat-filters">
      <Choice label="Health" all="Every health" value={filter.health} onChange={set("health")}>
        {HEALTHS}
      </Choice>
      {options.accounts.length > 1 ? (
        <Choice
          label="Account"
          all="Every account"
          value={filter.account}
          onChange={set("account")}
        >
          {options.accounts.map((account) => [account, account] as const)}
        </Choice>
      ) : null}
      {options.regions.length > 1 ? (
        <Choice label="Region" all="Every region" value={filter.region} onChange={set("region")}>
          {options.regions.map((region) => [region, region] as const)}
        </Choice>
      ) : null}
    </div>
  );
});

function Choice(props: {
  label: string;
  all: string;
  value: string;
  onChange: (value: string) => void;
  children: ReadonlyArray<readonly [value: string, words: string]>;
}) {
  return (
    <select
      className="form-select form-select-sm"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      <option value="">{props.all}</option>
      {props.children.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
