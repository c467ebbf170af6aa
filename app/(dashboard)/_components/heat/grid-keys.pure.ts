/** Column 0 is the row's name, then its days. */
export interface GridPlace {
  row: number;
  column: number;
}

export interface GridMove {
  key: string;
  /** Ctrl, or Cmd on a Mac. */
  isJump: boolean;
  from: GridPlace;
  rows: number;
  columns: number;
  /** How many rows are in view. */
  pageRows: number;
}

/** Where a key leads in the grid; null for keys that are none of its own. */
export function moveInGrid({ key, isJump, from, ...size }: GridMove): GridPlace | null {
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const row = (by: number) => clamp(from.row + by, lastRow);
  const column = (by: number) => clamp(from.column + by, lastColumn);
  switch (key) {
    case "ArrowUp":
      return { ...from, row: row(-1) };
    case "ArrowDown":
      return { ...from, row: row(1) };
    case "ArrowLeft":
      return { ...from, column: column(-1) };
    case "ArrowRight":
      return { ...from, column: column(1) };
    case "PageUp":
      return { ...from, row: row(-size.pageRows) };
    case "PageDown":
      return { ...from, row: row(size.pageRows) };
    case "Home":
      return { row: isJump ? 0 : from.row, column: 0 };
    case "End":
      return { row: isJump ? lastRow : from.row, column: lastColumn };
    default:
      return null;
  }
}

function clamp(value: number, max: number): number {
  return Math.max(0, Math.min(value, max));
}
