import { AmiDto } from "#lib/backups/dto";
import { listAmis } from "#lib/backups/list-amis";
import { ListAmisQuery } from "#lib/backups/schemas";
import { pageOf } from "#lib/paging";
import { toFilterText } from "#lib/backups/to-filter-text";
import { declareRoute } from "#lib/web/declare-route";

export const listAllAmis = declareRoute({
  method: "GET",
  path: "/api/amis",
  summary: "Images of ours that are in AWS, newest due moment first",
  tag: "Backups",
  permission: "backups.read",
  query: ListAmisQuery,
  responses: { 200: pageOf(AmiDto) },
  handle: async ({ ctx, query: { limit, cursor, ...filters } }) => ({
    status: 200,
    body: await listAmis(ctx, { ...toFilterText(filters), limit, cursor }),
  }),
});
