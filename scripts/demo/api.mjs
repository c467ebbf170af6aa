/**
 * A small client of the product's REST API. An answer that is not 2xx is an error with the
 * problem's own words.
 * @param {string} baseUrl
 */
export function createApi(baseUrl) {
  /** @type {string | null} */
  let token = null;

  /** @param {string} method @param {string} path @param {unknown} [body] */
  async function call(method, path, body) {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) {
      const message = `${method} ${path} answered ${response.status}: ${text}`;
      throw new ApiError(message, { status: response.status, code: readCode(text) });
    }
    return text ? JSON.parse(text) : null;
  }

  return {
    get: (/** @type {string} */ path) => call("GET", path),
    delete: (/** @type {string} */ path) => call("DELETE", path),
    patch: (/** @type {string} */ path, /** @type {unknown} */ body) => call("PATCH", path, body),
    post: (/** @type {string} */ path, /** @type {unknown} */ body) => call("POST", path, body),
    /** @param {{ username: string, password: string }} who */
    async signIn(who) {
      const answer = await call("POST", "/api/login", who);
      token = answer.token;
      return answer;
    },
  };
}

export class ApiError extends Error {
  /** @param {string} message @param {{ status: number, code: unknown }} problem */
  constructor(message, { status, code }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** @param {string} text */
function readCode(text) {
  try {
    return JSON.parse(text).code;
  } catch {
    return undefined;
  }
}
