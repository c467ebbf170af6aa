import { requirePermission } from "../auth/require-permission";
import type { Context } from "../context";
import { mergeWalks, toWalkedPage, type Place, type Walked } from "../db/bounded-walk";
import { decodeCursor, toPlace } from "../paging";
import { readBackups, walkBackups } from "./backup-list.repo";
import type { AmiDto, AmiPageDto } from "./dto";
import { readForeign, walkForeign } from "./foreign-list.repo";
import { findPartitions } from "./instance-facts.repo";
import { toFilter } from "./list-backups";
import { ListAmisQuery, UNMARKED, type ListAmisInput } from "./schemas";
import { toForeignAmiDto, toOwnAmiDto } from "./to-ami-dto";
import { toSearchedPage } from "./to-searched-page";

const OWNER = { list: "amis" } as const;

/** Whoever is in one of these has an image. */
const IN_AWS = ["pending", "available", "deleting"] as const;

/** Images in AWS as far as we know, newest first: ours, those of others, or both together. */
export async function listAmis(ctx: Context, input: ListAmisInput = {}): Promise<AmiPageDto> {
  requirePermission(ctx, "backups.read");
  const query = ListAmisQuery.parse(input);
  const after = toPlace(decodeCursor(OWNER, query.cursor));
  const limit = query.limit + 1;
  const walked: Walked[] = [];
  if (wantsOurs(query)) walked.push(await walkOurs(ctx, { query, after, limit }));
  if (wantsOthers(query)) walked.push(await walkOthers(ctx, { query, after, limit }));
  const page = toWalkedPage(mergeWalks(walked, limit), query.limit);
  const items = await readAmis(ctx, page.places);
  return toSearchedPage(
    page.places.flatMap(({ id }) => items.get(id) ?? []),
    { owner: OWNER, ...page },
  );
}

interface Walking {
  query: ListAmisQuery;
  after: Place | null;
  limit: number;
}

/** Who made it is asked of what is not ours. */
function wantsOurs({ owner, maker }: ListAmisQuery): boolean {
  return owner !== "others" && maker === undefined;
}

/** Only ours have a schedule, a hold, a kind, a tag from here and an instance of ours. */
function wantsOthers(query: ListAmisQuery): boolean {
  const { owner, schedule, held, kind, tag, instance } = query;
  const asksForOurs = [schedule, held, kind, tag, instance].some((value) => value !== undefined);
  return owner !== "ours" && !asksForOurs;
}

function walkOurs(ctx: Context, { query, after, limit }: Walking): Promise<Walked> {
  const filter = { ...toFilter(ctx, query), statuses: IN_AWS };
  return walkBackups(ctx.runtime.db.read, { filter, after, limit });
}

function walkOthers(ctx: Context, { query, after, limit }: Walking): Promise<Walked> {
  const { accountId, region, search, fromAt, toAt } = toFilter(ctx, query);
  const maker = query.maker === UNMARKED ? "" : query.maker;
  return walkForeign(ctx.runtime.db.read, {
    filter: { accounts: ctx.accounts, accountId, region, search, maker },
    page: { after, fromAt, toAt, limit },
  });
}

/** By the id that each has in the walks: ours by the backup's, others by the image's. */
async function readAmis(ctx: Context, places: readonly Place[]): Promise<Map<string, AmiDto>> {
  const { read } = ctx.runtime.db;
  const own = await readBackups(read, places);
  const partitions = await findPartitions(
    read,
    own.map(({ backup }) => backup.accountRef),
  );
  const imageIds = places.map(({ id }) => id).filter((id) => id.startsWith("ami-"));
  const foreign = await readForeign(read, { imageIds, accounts: ctx.accounts });
  return new Map([
    ...own.map((one) => {
      const partition = partitions.get(one.backup.accountRef) ?? "aws";
      return [one.backup.id, toOwnAmiDto(one, partition)] as const;
    }),
    ...foreign.map((one) => [one.image.imageId, toForeignAmiDto(one)] as const),
  ]);
}
