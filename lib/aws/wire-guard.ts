import type { EpochMs } from "../clock";
import { isAwsAnswer, type AnswerForm } from "./answer-shape.pure";
import { WireError } from "./wire-error";

const ANSWER_BYTES_MAX = 64 * 1024 * 1024;

export interface WireGuardOptions {
  /** AWS's name of the action. */
  action: string;
  form: AnswerForm;
  /** Called with the signed request in hand, right before its bytes leave. */
  beforeSend?: (() => void | Promise<void>) | undefined;
  /** The headers of every answer, also of refusals. */
  onAnswer: (answer: {
    date: EpochMs | null;
    server: string | null;
    /** AWS's name of the request, for whoever asks AWS about it. */
    requestId: string | null;
  }) => void;
}

/**
 * The last middleware: signing is done, only the socket follows. It may still stop the call, and
 * it reads the whole answer first, so that what is not AWS's is never parsed as such.
 */
export function wireGuard(options: WireGuardOptions) {
  return <Args extends object, Result extends { response: unknown }>(
    next: (args: Args) => Promise<Result>,
  ) =>
    async (args: Args): Promise<Result> => {
      if (options.beforeSend) await callGuard(options.beforeSend);
      const result = await next(args);
      const answer = result.response;
      if (!isAnswer(answer)) return result;
      const date = Date.parse(answer.headers["date"] ?? "");
      options.onAnswer({
        date: Number.isFinite(date) ? date : null,
        server: answer.headers["server"] ?? null,
        requestId: answer.headers["x-amzn-requestid"] ?? null,
      });
      const bytes = await readAll(answer.body, answer.statusCode);
      const body = bytes.toString("utf8");
      const { action, form } = options;
      if (!isAwsAnswer({ action, form, status: answer.statusCode, body })) {
        throw unreadable(answer.statusCode);
      }
      answer.body = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return result;
    };
}

async function callGuard(beforeSend: () => void | Promise<void>): Promise<void> {
  try {
    await beforeSend();
  } catch (cause) {
    throw new WireError("vetoed", { cause, message: "The call was stopped before it was sent." });
  }
}

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: unknown;
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && "statusCode" in value && "headers" in value;
}

async function readAll(body: unknown, status: number): Promise<Buffer> {
  if (body instanceof Uint8Array) return asBuffer(body);
  if (!isAsyncIterable(body)) throw unreadable(status);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : asBuffer(chunk);
    size += bytes.byteLength;
    if (size > ANSWER_BYTES_MAX) throw unreadable(status);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The same bytes: a page of images has a megabyte and more of them. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array | string> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function unreadable(httpStatus: number): WireError {
  return new WireError("unreadable", {
    httpStatus,
    message: `HTTP ${httpStatus} without an answer of AWS's form.`,
  });
}
