const GIB = 1024 ** 3;

/** "1,240 GiB", "0.4 GiB" */
export function toGrownText(bytes: number): string {
  const size = Math.abs(bytes) / GIB;
  const shown = size >= 10 || size === 0 ? Math.round(size) : Number(size.toFixed(1));
  return `${shown.toLocaleString("en-US")} GiB`;
}

interface Day {
  day: string;
  bytes: number;
}

/** "312 GiB more than 30 days ago"; null while there is nothing to compare with. */
export function toTrendText(days: readonly Day[], back: number): string | null {
  const last = days.at(-1);
  const first = days.at(-1 - back) ?? days[0];
  if (last === undefined || first === undefined || first === last) return null;
  const ago = days.length - 1 - days.indexOf(first);
  const since = ago === 1 ? "yesterday" : `${ago} days ago`;
  const grown = last.bytes - first.bytes;
  if (toGrownText(grown) === toGrownText(0)) return `as much as ${since}`;
  return `${toGrownText(grown)} ${grown > 0 ? "more" : "less"} than ${since}`;
}
