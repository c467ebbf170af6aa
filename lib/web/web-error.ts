/** A refusal that only HTTP knows: method, media type, size, form of the body, origin. */
export class WebError extends Error {
  readonly status: number;
  readonly code: string;
  readonly suggestion: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    status: number;
    code: string;
    message: string;
    suggestion?: string;
    headers?: Readonly<Record<string, string>>;
  }) {
    super(options.message);
    this.name = "WebError";
    this.status = options.status;
    this.code = options.code;
    this.suggestion = options.suggestion;
    this.headers = options.headers ?? {};
  }
}
