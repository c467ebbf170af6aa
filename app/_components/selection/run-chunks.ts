import type { BulkItemDto, BulkReportDto } from "#lib/bulk";
import type { ActionError, ActionResult } from "#lib/web/action-result";

/** What one request asks for at most: a stop is heard, and an answer that is lost costs little. */
export const CHUNK_MAX = 50;
const CHUNK_MIN = 5;
const STEPS = 10;

/** What became of one item. */
export type Fate =
  | { kind: "done"; text: string | null; link: string | null }
  | { kind: "refused"; message: string; suggestion: string | null; link: string | null }
  /** It was sent and no answer came: it may have been done. */
  | { kind: "lost" };

export type RunEnd =
  | { why: "all" | "stopped" | "unreachable" }
  | { why: "error"; error: ActionError };

/** Asking for the same item again must be safe: an answer that was lost is asked for again. */
export type SendChunk = (ids: string[]) => Promise<ActionResult<BulkReportDto>>;

/** Few items still show progress; many need few requests. */
export function chunkSizeFor(count: number): number {
  return Math.min(CHUNK_MAX, Math.max(CHUNK_MIN, Math.ceil(count / STEPS)));
}

/**
 * One chunk after the other. What has no fate when it ends was not tried; it ends early when
 * somebody stops it, when the server is away, or when it refuses the whole request.
 */
export async function runChunks(options: {
  ids: readonly string[];
  send: SendChunk;
  isStopped: () => boolean;
  onFates: (fates: ReadonlyMap<string, Fate>) => void;
}): Promise<RunEnd> {
  const { ids, send } = options;
  const size = chunkSizeFor(ids.length);
  for (let from = 0; from < ids.length; from += size) {
    if (options.isStopped()) return { why: "stopped" };
    const chunk = ids.slice(from, from + size);
    const result = await sendOrNull(send, chunk);
    if (result === null) {
      options.onFates(allLost(chunk));
      return { why: "unreachable" };
    }
    if (!result.ok) {
      if (mayHaveBeenDone(result.error)) options.onFates(allLost(chunk));
      return { why: "error", error: result.error };
    }
    options.onFates(toFates(chunk, result.data));
  }
  return { why: "all" };
}

async function sendOrNull(send: SendChunk, chunk: string[]) {
  try {
    return await send(chunk);
  } catch (error) {
    // A page that is older than its server is told so, and has done nothing.
    if (error instanceof Error && error.message.includes("Server Action")) return STALE_PAGE;
    return null;
  }
}

const STALE_PAGE: ActionResult<BulkReportDto> = {
  ok: false,
  error: {
    code: "stale_page",
    message: "This page is older than the server.",
    suggestion: "Reload the page and try again.",
    requestId: "",
  },
};

/** Refusals come before anything is done; a fault on the server's side may come after. */
function mayHaveBeenDone({ code }: ActionError): boolean {
  return code === "internal" || code === "upstream";
}

function allLost(chunk: readonly string[]): Map<string, Fate> {
  return new Map(chunk.map((id) => [id, { kind: "lost" }]));
}

/** An item that the answer leaves out has no known fate. */
function toFates(chunk: readonly string[], { items }: BulkReportDto): Map<string, Fate> {
  const fates = allLost(chunk);
  for (const item of items) fates.set(item.id, toFate(item));
  return fates;
}

function toFate(item: BulkItemDto): Fate {
  if (item.ok) return { kind: "done", text: item.text, link: item.link };
  const { message, suggestion, link } = item.error;
  return { kind: "refused", message, suggestion, link };
}
