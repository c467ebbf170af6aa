import { z } from "zod";
import { traceAwsPart } from "./aws/request-trace";
import type { Context } from "./context";
import { ServiceError } from "./errors";

/** One request's items at most; a longer list comes in several. */
export const BULK_IDS_MAX = 200;

/** Ours, of whatever kind the verb is about. */
export const BulkIds = z
  .array(z.string().trim().min(1).max(64))
  .min(1, "Choose at least one.")
  .max(BULK_IDS_MAX, `Choose at most ${BULK_IDS_MAX} at a time.`);

const BulkErrorDto = z.object({
  code: z.string(),
  message: z.string(),
  suggestion: z.string().nullable(),
  /** Where to look, as a path of this application. */
  link: z.string().nullable(),
});
export type BulkErrorDto = z.infer<typeof BulkErrorDto>;

const BulkDoneDto = z.object({
  id: z.string(),
  ok: z.literal(true),
  /** What is worth saying about it, for example that nothing had to be changed. */
  text: z.string().nullable(),
  link: z.string().nullable(),
});
const BulkRefusedDto = z.object({ id: z.string(), ok: z.literal(false), error: BulkErrorDto });

export const BulkItemDto = z.discriminatedUnion("ok", [BulkDoneDto, BulkRefusedDto]);
export type BulkItemDto = z.infer<typeof BulkItemDto>;

/** What became of each item, in the order in which they were given. */
export const BulkReportDto = z.object({
  items: z.array(BulkItemDto),
  done: z.number().int(),
  refused: z.number().int(),
});
export type BulkReportDto = z.infer<typeof BulkReportDto>;

interface Done {
  text?: string | null;
  link?: string | null;
}

/**
 * One item after the other, each in a transaction of its own: one that cannot be done costs the
 * others nothing and is named with its reason, also where the reason is a fault of ours.
 */
export async function runEach(
  ctx: Context,
  ids: readonly string[],
  work: (id: string) => Promise<Done | void>,
): Promise<BulkReportDto> {
  const items: BulkItemDto[] = [];
  for (const id of new Set(ids)) items.push(await runOne(ctx, id, work));
  return toBulkReport(items);
}

export function toBulkReport(items: BulkItemDto[]): BulkReportDto {
  const done = items.filter(({ ok }) => ok).length;
  return { items, done, refused: items.length - done };
}

async function runOne(
  ctx: Context,
  id: string,
  work: (id: string) => Promise<Done | void>,
): Promise<BulkItemDto> {
  try {
    const done = (await traceAwsPart(() => work(id))) ?? {};
    return { id, ok: true, text: done.text ?? null, link: done.link ?? null };
  } catch (error) {
    return { id, ok: false, error: toBulkError(ctx, error) };
  }
}

export function toBulkError(ctx: Context, error: unknown): BulkErrorDto {
  if (error instanceof ServiceError) {
    const { code, message, suggestion = null, link = null } = error;
    if (code === "internal") logFault(ctx, error);
    return { code, message, suggestion, link };
  }
  logFault(ctx, error);
  return {
    code: "internal",
    message: "Something went wrong on our side.",
    suggestion: `Try it again; if it stays, look for request ${ctx.requestId} in the log.`,
    link: null,
  };
}

function logFault(ctx: Context, error: unknown): void {
  ctx.runtime.log.error({ err: error, requestId: ctx.requestId }, "one item of many failed");
}
