const GIB = 1024 ** 3;

/** "1,240 GiB", "24 GiB", "0.4 GiB": sizes are always GiB. */
export function toGiBText(bytes: number): string {
  const size = bytes / GIB;
  const text =
    size >= 10 || size === 0 ? Math.round(size).toLocaleString("en-US") : size.toFixed(1);
  return `${text} GiB`;
}
