const GIB = 1024 ** 3;

/** "24 GiB", "0.4 GiB": sizes are always GiB. */
export function toGiBText(bytes: number): string {
  const size = bytes / GIB;
  return `${size >= 10 || size === 0 ? Math.round(size) : size.toFixed(1)} GiB`;
}
