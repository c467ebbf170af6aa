/** An open one, and one that befell more since it was acknowledged. */
export function mayBeAcknowledged({
  status,
  escalateAt,
}: {
  status: string;
  escalateAt: unknown;
}): boolean {
  return status === "open" || (status === "acknowledged" && escalateAt !== null);
}
