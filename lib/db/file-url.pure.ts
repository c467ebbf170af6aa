/** `file:relative`, `file:/absolute` and `file:///absolute`, without a query. */
export function pathOfFileUrl(url: string): string {
  const path = decodeURIComponent(url.replace(/^file:/, "").replace(/\?.*$/, ""));
  return path.replace(/^\/\/(?:localhost)?(?=\/)/, "");
}
