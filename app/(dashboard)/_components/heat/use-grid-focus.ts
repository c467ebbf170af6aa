import { useEffect, useRef, useState } from "react";
import type { FocusEvent, KeyboardEvent, RefObject } from "react";
import { moveInGrid, type GridPlace } from "./grid-keys.pure";
import { ROW_PX } from "./use-row-window";

/** One stop for Tab; arrows, Home, End and the page keys lead through the grid from there. */
export function useGridFocus(options: {
  grid: RefObject<HTMLElement | null>;
  rows: number;
  columns: number;
}) {
  const { grid, rows, columns } = options;
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: columns - 1 });
  const [hasFocus, setHasFocus] = useState(false);
  const isMoving = useRef(false);
  const active = { ...place, row: Math.max(0, Math.min(place.row, rows - 1)) };

  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    const target = grid.current?.querySelector<HTMLElement>(
      `[data-place="${place.row} ${place.column}"]`,
    );
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [grid, place]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey) return;
    const height = grid.current?.clientHeight ?? 0;
    const next = moveInGrid({
      key: event.key,
      isJump: event.ctrlKey || event.metaKey,
      from: active,
      rows,
      columns,
      pageRows: Math.max(1, Math.floor(height / ROW_PX) - 2),
    });
    if (next === null) return;
    event.preventDefault();
    isMoving.current = true;
    setPlace(next);
  };
  // A click, or a screen reader's own cursor, may begin anywhere.
  const onFocus = (event: FocusEvent) => {
    setHasFocus(true);
    const [row, column] = (event.target.getAttribute("data-place") ?? "").split(" ").map(Number);
    if (row === undefined || column === undefined || Number.isNaN(row)) return;
    setPlace((old) => (old.row === row && old.column === column ? old : { row, column }));
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setHasFocus(false);
  };
  return { active, focusedRow: hasFocus ? active.row : null, onKeyDown, onFocus, onBlur };
}
