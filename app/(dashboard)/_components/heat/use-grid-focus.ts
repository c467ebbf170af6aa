import { useState } from "react";
import type { KeyboardEvent, RefObject } from "react";
import { moveInGrid, type GridPlace } from "./grid-keys.pure";
import { ROW_PX } from "./row-window.pure";

/**
 * One stop for Tab: the grid keeps the focus and says which of its cells is meant, as rows come and
 * go beneath it. Arrows, Home, End and the page keys lead through it, Enter opens.
 */
export function useGridFocus(options: {
  grid: RefObject<HTMLElement | null>;
  rows: number;
  columns: number;
  onOpen: (place: GridPlace) => void;
}) {
  const { grid, rows, columns, onOpen } = options;
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: columns - 1 });
  const active = { ...place, row: Math.max(0, Math.min(place.row, rows - 1)) };
  const onKeyDown = (event: KeyboardEvent) => {
    const element = grid.current;
    if (element === null || event.altKey || event.shiftKey || rows === 0) return;
    if (event.key === "Enter") return onOpen(active);
    const next = moveInGrid({
      key: event.key,
      isJump: event.ctrlKey || event.metaKey,
      from: active,
      rows,
      columns,
      pageRows: Math.max(1, Math.floor(element.clientHeight / ROW_PX) - 2),
    });
    if (next === null) return;
    event.preventDefault();
    setPlace(next);
    reveal(element, next);
  };
  return { active, onKeyDown, setPlace };
}

/** The first row holds the dates and stays in view. */
function reveal(grid: HTMLElement, { row, column }: GridPlace): void {
  const top = row * ROW_PX;
  const height = grid.clientHeight - ROW_PX;
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + ROW_PX > grid.scrollTop + height) grid.scrollTop = top + ROW_PX - height;
  const head = grid.querySelector('[role="row"]')?.children[column];
  head?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The cell that an element is, or is in; null for none. */
export function findPlace(target: EventTarget): GridPlace | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest('[role="gridcell"], [role="rowheader"]');
  const line = cell?.parentElement;
  if (!cell || !line) return null;
  const row = Number(line.getAttribute("aria-rowindex")) - 2;
  return { row, column: Array.prototype.indexOf.call(line.children, cell) };
}
