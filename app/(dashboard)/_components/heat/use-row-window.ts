import { useEffect, useState } from "react";
import type { RefObject } from "react";

/** As in _heat.scss. */
export const ROW_PX = 24;
const BESIDE = 6;
/** The window moves in steps, so that few frames of a scroll have anything to do. */
const STEP = 4;

export interface RowWindow {
  from: number;
  to: number;
  /** Somebody has scrolled. */
  isMoved: boolean;
  /** How many rows there are at a time: a row's elements are taken over by the one so many beyond it. */
  span: number;
}

/** Which rows are in view, and some beside them. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  initialRows: number,
): RowWindow {
  const [range, setRange] = useState<RowWindow>({
    from: 0,
    to: initialRows,
    isMoved: false,
    span: Math.max(1, initialRows),
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let frame = 0;
    const read = () => {
      frame = 0;
      const top = element.scrollTop / ROW_PX - BESIDE;
      const from = Math.max(0, Math.floor(top / STEP) * STEP);
      const span = Math.ceil(element.clientHeight / ROW_PX) + 2 * BESIDE + STEP;
      const to = from + span;
      const isMoved = element.scrollTop > 0;
      setRange((old) => {
        const isSame = old.from === from && old.to === to && old.isMoved === isMoved;
        return isSame ? old : { from, to, isMoved, span };
      });
    };
    const readSoon = () => {
      frame ||= requestAnimationFrame(read);
    };
    const resized = new ResizeObserver(readSoon);
    resized.observe(element);
    element.addEventListener("scroll", readSoon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      element.removeEventListener("scroll", readSoon);
    };
  }, [scroller]);
  return range;
}
