/** The row of one of them, whatever has become of it. */
export function toRow(id: string): string {
  return `/instances/discover?status=all&search=${encodeURIComponent(id)}`;
}
