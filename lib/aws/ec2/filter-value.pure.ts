/** In a filter's value `*` and `?` match anything: a name that has them is meant literally. */
export function toFilterValue(value: string): string {
  return value.replaceAll(/[\\*?]/g, "\\$&");
}

/** How many values a filter takes. */
export const FILTER_VALUES_MAX = 200;

export function inChunks<T>(values: readonly T[], size: number = FILTER_VALUES_MAX): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < values.length; start += size) {
    chunks.push(values.slice(start, start + size));
  }
  return chunks;
}
