/** A row that is rendered, and how many rows are left out before it. */
export interface RowSpan {
  index: number;
  gap: number;
}

/** The rows in view and the one that has the focus, wherever it is: it must not lose it. */
export function toRowSpans(view: {
  from: number;
  to: number;
  count: number;
  focused: number | null;
}): { spans: RowSpan[]; gapAfter: number } {
  const { count, focused } = view;
  const from = Math.min(view.from, count);
  const to = Math.min(view.to, count);
  const indices = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (focused !== null && focused < count) {
    if (focused < from) indices.unshift(focused);
    if (focused >= to) indices.push(focused);
  }
  let next = 0;
  const spans = indices.map((index) => {
    const gap = index - next;
    next = index + 1;
    return { index, gap };
  });
  return { spans, gapAfter: count - next };
}
