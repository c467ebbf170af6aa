import { StorageDto } from "#lib/storage/dto";
import { getStorage } from "#lib/storage/get-storage";
import { GetStorageInput } from "#lib/storage/schemas";
import { declareRoute } from "#lib/web/declare-route";

export const getStoredSize = declareRoute({
  method: "GET",
  path: "/api/storage",
  summary: "What is stored now and was on each day: full size and cost, both at most",
  tag: "Backups",
  permission: "backups.read",
  query: GetStorageInput,
  responses: { 200: StorageDto },
  handle: async ({ ctx, query }) => ({ status: 200, body: await getStorage(ctx, query) }),
});
