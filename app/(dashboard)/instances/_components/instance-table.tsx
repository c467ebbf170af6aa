"use client";

import { BackUpNow } from "../../../_components/back-up-now";
import { InstanceName } from "../../../_components/instance-name";
import { PickCell, PickHead } from "../../../_components/selection/pick-box";
import type { ColumnId } from "./columns";
import { CELLS } from "./instance-cells";
import { SortHead } from "./sort-head";
import { toBackUpTarget } from "./to-back-up-target";
import type { TableInstance } from "./to-table-row";

export interface TableProps {
  instances: readonly TableInstance[];
  columns: readonly ColumnId[];
  now: number;
  filters: Readonly<Record<string, string>>;
  /** By id; an instance may follow one that is not among them. */
  policies: ReadonlyMap<string, string>;
  mayBackUp: boolean;
  selectable: boolean;
}

/**
 * The table to run the fleet from. Its rows are sent to the browser as data: elements would go twice,
 * as HTML and as React's own account of it.
 */
export function InstanceTable(props: TableProps) {
  const { filters, columns } = props;
  return (
    // With many columns it is wider than the panel, and scrolls within it.
    <div className="list-scroll">
      <table className="list list-cards list-wide">
        <thead>
          <tr>
            {props.selectable ? <PickHead /> : null}
            <SortHead
              by={[{ column: "name", isDefault: true, label: "Instance" }]}
              filters={filters}
            />
            {columns.map((id) => {
              const { head, sorts, className } = CELLS[id];
              return sorts === undefined ? (
                <th key={id} scope="col" className={className}>
                  {head}
                </th>
              ) : (
                <SortHead key={id} by={sorts} filters={filters} className={className} />
              );
            })}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.instances.map((instance) => (
            <InstanceRow key={instance.id} {...props} instance={instance} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InstanceRow(props: TableProps & { instance: TableInstance }) {
  const { instance } = props;
  return (
    <tr>
      {props.selectable ? (
        <PickCell id={instance.id} label={instance.name || instance.instanceId} />
      ) : null}
      <td>
        <InstanceName {...instance} />
      </td>
      {props.columns.map((id) => {
        const { Cell } = CELLS[id];
        return <Cell key={id} instance={instance} now={props.now} policies={props.policies} />;
      })}
      <td className="fit">
        {props.mayBackUp ? <BackUpNow target={toBackUpTarget(instance)} look="row" /> : null}
      </td>
    </tr>
  );
}
