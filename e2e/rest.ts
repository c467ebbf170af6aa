/** The product's REST API as a script uses it, for what a test needs to find in place. */
export class Rest {
  readonly #url: string;
  #token: string | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  async signIn(who: { username: string; password: string }): Promise<void> {
    this.#token = textOf(await this.post("/api/login", who), "token");
  }

  /** The first password has to be changed before anything else. */
  async changePassword(passwords: { currentPassword: string; newPassword: string }): Promise<void> {
    this.#token = textOf(await this.post("/api/me/password", passwords), "token");
  }

  get(path: string): Promise<Record<string, unknown>> {
    return this.#call("GET", path);
  }

  post(path: string, body: unknown): Promise<Record<string, unknown>> {
    return this.#call("POST", path, body);
  }

  patch(path: string, body: unknown): Promise<Record<string, unknown>> {
    return this.#call("PATCH", path, body);
  }

  delete(path: string): Promise<Record<string, unknown>> {
    return this.#call("DELETE", path);
  }

  async #call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: {
        ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const answer: unknown = text === "" ? {} : JSON.parse(text);
    return typeof answer === "object" && answer !== null ? { ...answer } : {};
  }
}

export function textOf(answer: Record<string, unknown>, name: string): string {
  const value = answer[name];
  if (typeof value !== "string") throw new Error(`The answer has no text “${name}”.`);
  return value;
}
