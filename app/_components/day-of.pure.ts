/** The whole day that a filter's moment begins or ends: an address may have an instant. */
export function toDayOf(which: "from" | "to", moment: string | undefined): string {
  if (moment === undefined) return "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(moment)) return moment;
  const at = Date.parse(moment);
  if (Number.isNaN(at)) return "";
  return new Date(which === "to" ? at - 1 : at).toISOString().slice(0, 10);
}
