/** As in _heat.scss. */
export const ROW_PX = 24;
const BESIDE = 6;
/** The window moves in steps, so that few frames of a scroll have anything to do. */
const STEP = 4;

/** Which rows are there: those in view, and some beside them. */
export interface RowWindow {
  from: number;
  to: number;
  /** Somebody has scrolled. */
  isMoved: boolean;
  /** How many rows there are at a time: a row's elements are taken over by the one so many beyond it. */
  span: number;
  /** The first row when the scroller last stood still: the order of the elements is still that one. */
  settledFrom: number;
}

export function toRowWindow(of: {
  scrollTop: number;
  clientHeight: number;
  settledFrom: number | null;
}): RowWindow {
  const { scrollTop, clientHeight, settledFrom } = of;
  const from = Math.max(0, Math.floor((scrollTop / ROW_PX - BESIDE) / STEP) * STEP);
  const span = Math.ceil(clientHeight / ROW_PX) + 2 * BESIDE + STEP;
  return {
    from,
    to: from + span,
    isMoved: scrollTop > 0,
    span,
    settledFrom: settledFrom ?? from,
  };
}

export interface PlacedRow {
  index: number;
  /** Of the elements that show it. */
  slot: number;
}

/**
 * The rows of a window in the order of their elements. While it moves no element changes its place
 * among the others, which would make the browser build it anew: each says itself where it is seen.
 * When it stands still they are in the order in which they are read.
 */
export function listPlacedRows(window: RowWindow, total: number): PlacedRow[] {
  const { span, settledFrom } = window;
  const to = Math.min(window.to, total);
  const from = Math.min(window.from, to);
  const firstSlot = from % span;
  return Array.from({ length: span }, (_, at) => {
    const slot = (settledFrom + at) % span;
    return { slot, index: from + ((slot - firstSlot + span) % span) };
  }).filter(({ index }) => index < to);
}
