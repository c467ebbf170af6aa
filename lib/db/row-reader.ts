import { Column, getTableName, is, SQL, Subquery } from "drizzle-orm";
import type { SelectedFieldsOrdered } from "drizzle-orm/sqlite-core";

type Decode = (value: unknown) => unknown;
type Values = Record<string, unknown>;

interface Field {
  /** The object within the row that it belongs to; null for the row itself. */
  group: string | null;
  name: string;
  /** Null where what SQLite gives is the value already. */
  decode: Decode | null;
}

/** By table: false where an outer join may have found nothing. Drizzle's own, of a select alone. */
export type NotNullableTables = Readonly<Record<string, boolean>> | undefined;

/**
 * How a statement's rows become objects: worked out once for all of them, where Drizzle works it
 * out for each value of each row.
 */
export function rowReader(
  selected: SelectedFieldsOrdered,
  tables: NotNullableTables,
): (values: readonly unknown[]) => Values {
  const fields = selected.map(toField);
  const outer = tables ? findOuter(selected, tables) : [];
  return (values) => {
    const row: Values = {};
    for (let index = 0; index < fields.length; index++) {
      const { group, name, decode } = fields[index] as Field;
      const raw = values[index];
      const value = raw === null || decode === null ? raw : decode(raw);
      if (group === null) row[name] = value;
      else ((row[group] ??= {}) as Values)[name] = value;
    }
    for (const { group, name } of outer) {
      if ((row[group] as Values)[name] === null) row[group] = null;
    }
    return row;
  };
}

function toField({ path, field }: SelectedFieldsOrdered[number]): Field {
  const [first, second, ...deeper] = path;
  if (first === undefined || deeper.length > 0) throw new Error("A row has objects of one depth.");
  const [group, name] = second === undefined ? [null, first] : [first, second];
  return { group, name, decode: decoderOf(field) };
}

function decoderOf(field: SelectedFieldsOrdered[number]["field"]): Decode | null {
  if (is(field, Column)) {
    const isPlain = field.mapFromDriverValue === Column.prototype.mapFromDriverValue;
    return isPlain ? null : (value) => field.mapFromDriverValue(value);
  }
  const decoder: unknown = Reflect.get(sqlOf(field), "decoder");
  const { mapFromDriverValue } = decoder as { mapFromDriverValue: Decode };
  return (value) => mapFromDriverValue.call(decoder, value);
}

function sqlOf(field: Exclude<SelectedFieldsOrdered[number]["field"], Column>): SQL {
  if (is(field, SQL)) return field;
  return is(field, Subquery) ? field._.sql : (field as SQL.Aliased).sql;
}

/** Objects of one table that are null as a whole when their first column is. */
function findOuter(
  selected: SelectedFieldsOrdered,
  tables: Exclude<NotNullableTables, undefined>,
): Array<{ group: string; name: string }> {
  const groups = new Map<string, { name: string; table: string; isOne: boolean }>();
  for (const { path, field } of selected) {
    const [group, name] = path;
    if (!is(field, Column) || group === undefined || name === undefined) continue;
    const table = getTableName(field.table);
    const known = groups.get(group);
    if (!known) groups.set(group, { name, table, isOne: true });
    else if (known.table !== table) known.isOne = false;
  }
  return [...groups]
    .filter(([, { isOne, table }]) => isOne && tables[table] !== true)
    .map(([group, { name }]) => ({ group, name }));
}
