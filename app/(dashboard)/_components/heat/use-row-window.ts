import { useEffect, useState } from "react";
import type { RefObject } from "react";

/** As in _heat.scss. */
export const ROW_PX = 24;
const BESIDE = 8;
/** The window moves in steps, so that few frames of a scroll have anything to do. */
const STEP = 4;

export interface RowWindow {
  from: number;
  to: number;
  /** Somebody has scrolled. */
  isMoved: boolean;
}

/** Which rows are in view, and some beside them. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  initialRows: number,
): RowWindow {
  const [range, setRange] = useState<RowWindow>({ from: 0, to: initialRows, isMoved: false });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let frame = 0;
    const read = () => {
      frame = 0;
      const top = element.scrollTop / ROW_PX - BESIDE;
      const bottom = (element.scrollTop + element.clientHeight) / ROW_PX + BESIDE;
      const from = Math.max(0, Math.floor(top / STEP) * STEP);
      const to = Math.ceil(bottom / STEP) * STEP;
      const isMoved = element.scrollTop > 0;
      setRange((old) => {
        const isSame = old.from === from && old.to === to && old.isMoved === isMoved;
        return isSame ? old : { from, to, isMoved };
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
