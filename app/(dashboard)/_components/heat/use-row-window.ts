import { useEffect, useState } from "react";
import type { RefObject } from "react";
import { flushSync } from "react-dom";
import { toRowWindow, type RowWindow } from "./row-window.pure";

/** Without another scroll event for so long, it stands still. */
const SETTLED_MS = 150;

/** Which rows are in view, and some beside them. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  initialRows: number,
): RowWindow {
  const [window, setWindow] = useState<RowWindow>({
    from: 0,
    to: initialRows,
    isMoved: false,
    span: Math.max(1, initialRows),
    settledFrom: 0,
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = (isSettled: boolean) => {
      const { scrollTop, clientHeight } = element;
      setWindow((old) => {
        const settledFrom = isSettled ? null : old.settledFrom;
        return keepIfSame(old, toRowWindow({ scrollTop, clientHeight, settledFrom }));
      });
    };
    const settle = () => read(true);
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
      // Its rows are in the same frame as the scroll: later, there would be a gap to be seen.
      flushSync(() => read(false));
    };
    const resized = new ResizeObserver(settle);
    resized.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      resized.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller]);
  return window;
}

function keepIfSame(old: RowWindow, now: RowWindow): RowWindow {
  const isSame =
    old.from === now.from &&
    old.span === now.span &&
    old.isMoved === now.isMoved &&
    old.settledFrom === now.settledFrom;
  return isSame ? old : now;
}
