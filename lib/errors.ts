export type ServiceErrorCode =
  | "not_found"
  | "forbidden"
  | "unauthorized"
  | "conflict"
  | "validation"
  | "limit_exceeded"
  | "precondition_failed"
  | "upstream"
  | "unavailable"
  | "internal";

/** Errors by input field; the key is the field's path, `""` for the whole form. */
export type FieldErrors = Record<string, string[]>;

export interface ServiceErrorOptions {
  cause?: unknown;
  /** What the person can do about it, one sentence. */
  suggestion?: string;
  fields?: FieldErrors;
  retryAfterMs?: number;
  /** Where to look instead, as an application path such as `/backups/bak_…`. */
  link?: string;
  /** Machine-readable detail, for example AWS's error code. */
  reason?: string;
}

// The launcher's bundle and Next's bundles each have a copy of these classes in one process, and
// errors cross between them: `instanceof` compares registered kinds instead of identity.
const KINDS = Symbol.for("amivault.errorKinds");

/** The message is always safe for users; everything else belongs into `cause`. */
export class ServiceError extends Error {
  /** Names the class in every copy of this module; a subclass that is tested for has its own. */
  static readonly kind: string = "service";

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!Object.hasOwn(this, "kind"))
      return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== "object" || value === null) return false;
    const kinds: unknown = Reflect.get(value, KINDS);
    return Array.isArray(kinds) && kinds.includes(this.kind);
  }

  readonly code: ServiceErrorCode;
  readonly suggestion: string | undefined;
  readonly fields: FieldErrors | undefined;
  readonly retryAfterMs: number | undefined;
  readonly link: string | undefined;
  readonly reason: string | undefined;

  constructor(code: ServiceErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    Object.defineProperty(this, KINDS, { value: kindsOf(new.target), enumerable: false });
    this.code = code;
    this.suggestion = options.suggestion;
    this.fields = options.fields;
    this.retryAfterMs = options.retryAfterMs;
    this.link = options.link;
    this.reason = options.reason;
  }
}

export class NotFoundError extends ServiceError {
  static override readonly kind: string = "not_found";

  constructor(what: string, options?: ServiceErrorOptions) {
    super("not_found", `${what} does not exist.`, options);
  }
}

export class ForbiddenError extends ServiceError {
  static override readonly kind: string = "forbidden";

  constructor(message = "Your role does not allow this.", options?: ServiceErrorOptions) {
    super("forbidden", message, options);
  }
}

export class UnauthorizedError extends ServiceError {
  static override readonly kind: string = "unauthorized";

  constructor(message = "Sign in first.", options?: ServiceErrorOptions) {
    super("unauthorized", message, options);
  }
}

export class ConflictError extends ServiceError {
  static override readonly kind: string = "conflict";

  constructor(message: string, options?: ServiceErrorOptions) {
    super("conflict", message, options);
  }
}

export class ValidationError extends ServiceError {
  static override readonly kind: string = "validation";

  constructor(message: string, options?: ServiceErrorOptions) {
    super("validation", message, options);
  }
}

export class LimitExceededError extends ServiceError {
  static override readonly kind: string = "limit_exceeded";

  constructor(message: string, options?: ServiceErrorOptions) {
    super("limit_exceeded", message, options);
  }
}

export class PreconditionFailedError extends ServiceError {
  static override readonly kind: string = "precondition_failed";

  constructor(message: string, options?: ServiceErrorOptions) {
    super("precondition_failed", message, options);
  }
}

export class UpstreamError extends ServiceError {
  static override readonly kind: string = "upstream";

  constructor(message: string, options?: ServiceErrorOptions) {
    super("upstream", message, options);
  }
}

/** For a moment, as while the process goes down: what was asked for may be asked for again. */
export class UnavailableError extends ServiceError {
  static override readonly kind: string = "unavailable";

  constructor(message: string, options?: ServiceErrorOptions) {
    super("unavailable", message, options);
  }
}

export class InternalError extends ServiceError {
  static override readonly kind: string = "internal";

  constructor(message = "Something went wrong on our side.", options?: ServiceErrorOptions) {
    super("internal", message, options);
  }
}

const OTHER_RING = "the server's encryption key is missing, or is another one.";
const PUT_IT_BACK =
  "Whoever runs the server puts the key back into the key ring (AMIVAULT_ENCRYPTION_KEY or its file); `npm run keys -- check` says what cannot be opened.";

/**
 * What is stored sealed does not open. `detail` says why, with the ids of keys: for the log and the
 * command line, and in no answer.
 */
export class UnreadableSecretError extends InternalError {
  static override readonly kind: string = "unreadable_secret";

  constructor(
    readonly detail: string,
    options: { cause?: unknown; what?: string; besides?: string } = {},
  ) {
    const { cause, what = "What is stored sealed", besides } = options;
    super(`${what} cannot be opened: ${OTHER_RING}`, {
      cause,
      suggestion: besides === undefined ? PUT_IT_BACK : `${PUT_IT_BACK} ${besides}`,
    });
  }
}

/** `open`, with a word on what does not open, and on what a person can do besides. */
export function openNamed<T>(words: { what: string; besides: string }, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof UnreadableSecretError)) throw error;
    throw new UnreadableSecretError(error.detail, { ...words, cause: error.cause });
  }
}

/** For whoever runs the server. */
export function inDetail(error: unknown): string {
  return error instanceof UnreadableSecretError ? error.detail : toError(error).message;
}

function kindsOf(newest: object): string[] {
  const kinds: string[] = [];
  for (let at: unknown = newest; typeof at === "function"; at = Object.getPrototypeOf(at)) {
    const kind: unknown = Object.hasOwn(at, "kind") ? Reflect.get(at, "kind") : null;
    if (typeof kind === "string") kinds.push(kind);
  }
  return kinds;
}

/** For `default` branches that must be unreachable. */
export function assertNever(value: never): never {
  throw new InternalError("An unexpected value was met.", { cause: new Error(String(value)) });
}

export function toError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
