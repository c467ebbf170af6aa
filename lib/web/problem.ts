import { z } from "zod";
import type { FieldErrors } from "../errors";
import { API_HEADERS } from "./security-headers";

/** RFC 9457 with our members; every error answer of the API has this shape. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  suggestion: z.string().optional(),
  requestId: z.string(),
  errors: z.record(z.string(), z.array(z.string())).optional(),
  link: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemInput {
  status: number;
  code: string;
  detail: string;
  requestId: string;
  suggestion?: string | undefined;
  errors?: FieldErrors | undefined;
  link?: string | undefined;
  headers?: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Content too large",
  415: "Unsupported media type",
  422: "Unprocessable content",
  429: "Too many requests",
  500: "Internal server error",
  502: "Bad gateway",
  503: "Service unavailable",
};

export function problemResponse(input: ProblemInput): Response {
  const { headers, errors, suggestion, link, ...rest } = input;
  const body: Problem = {
    type: "about:blank",
    title: TITLES[input.status] ?? "Error",
    status: rest.status,
    code: rest.code,
    detail: rest.detail,
    requestId: rest.requestId,
    ...(suggestion ? { suggestion } : {}),
    ...(errors ? { errors } : {}),
    ...(link ? { link } : {}),
  };
  return Response.json(body, {
    status: input.status,
    headers: {
      ...API_HEADERS,
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": input.requestId,
      ...headers,
    },
  });
}
