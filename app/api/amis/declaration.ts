import { AmiPageDto } from "#lib/backups/dto";
import { listAmis } from "#lib/backups/list-amis";
import { ListAmisQuery } from "#lib/backups/schemas";
import { toFilterText } from "#lib/backups/to-filter-text";
import { declareRoute } from "#lib/web/declare-route";

export const listAllAmis = declareRoute({
  method: "GET",
  path: "/api/amis",
  summary: "Images in AWS, newest first: ours, those of others in our accounts, or all",
  tag: "Backups",
  permission: "backups.read",
  query: ListAmisQuery,
  responses: { 200: AmiPageDto },
  handle: async ({ ctx, query: { limit, cursor, owner, maker, ...filters } }) => ({
    status: 200,
    body: await listAmis(ctx, { ...toFilterText(filters), limit, cursor, owner, maker }),
  }),
});
