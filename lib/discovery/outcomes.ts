import type { BulkItemDto } from "../bulk";

export function unknownItem(id: string): BulkItemDto {
  const message = "There is no such instance among those that were discovered.";
  const suggestion = "Look at the list again; it may be gone.";
  return { id, ok: false, error: { code: "not_found", message, suggestion, link: null } };
}

export function doneItem(
  id: string,
  of: { text?: string; protectedId?: string } = {},
): BulkItemDto {
  const link = of.protectedId === undefined ? null : `/instances/${of.protectedId}`;
  return { id, ok: true, text: of.text ?? null, link };
}
