import { readTaste } from "../../../_components/read-taste";
import { COLUMNS_COOKIE, parseColumns, toColumnsParam } from "./columns";
import type { ColumnId } from "./columns";

export interface ShownColumns {
  columns: ColumnId[];
  /** The address's own, with the columns where they are not the standard ones. */
  filters: Readonly<Record<string, string>>;
  /** What the address does not say yet and the last visit does. */
  remembered: string | null;
}

/** The address decides; where it says nothing, the last choice of this browser. */
export async function readColumns(
  address: Readonly<Record<string, string>>,
): Promise<ShownColumns> {
  const { columns: said, ...filters } = address;
  const kept = await readTaste(COLUMNS_COOKIE);
  const columns = parseColumns(said ?? (kept || undefined));
  const param = toColumnsParam(columns);
  return {
    columns,
    filters: param === null ? filters : { ...filters, columns: param },
    remembered: said === undefined ? param : null,
  };
}
