import { AwsError } from "../core/errors";
import { header, type WireReply, type WireRequest } from "./http";
import { Input, type InputRules } from "./input";
import { parseBody, refuseInJson, writeJson } from "./json";
import type { Protocol } from "./protocol";
import type { WireObject } from "./xml";

/** How one action lies on HTTP, as the service's model says it. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/schedules/{Name}`: each label is a member of the input. */
  path: string;
  /** Members by their names in the query; a list where `[]` follows the member: `TagKeys[]`. */
  query?: Readonly<Record<string, string>> | undefined;
  /** Members by their headers, in lower case. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** The member that is the body itself, as bytes. */
  payload?: string | undefined;
  /** Of the answer; 200 unless said. */
  status?: number | undefined;
  /** Where the answer is more than a JSON body. */
  reply?: ((body: WireObject) => Partial<WireReply>) | undefined;
}

/** By action. */
export type Routes = Readonly<Record<string, Route>>;

/** REST-JSON: the action is the method and the path. */
export function restJsonProtocol(of: InputRules & { routes: Routes }): Protocol<Input> {
  const table = Object.entries(of.routes).map(([action, route]) => ({
    action,
    route,
    segments: split(route.path),
  }));
  return {
    read: (request) => {
      const segments = split(request.path);
      for (const { action, route, segments: pattern } of table) {
        const labels = route.method === request.method && matchPath({ pattern, segments });
        if (labels === false) continue;
        return { action, params: new Input(readMembers({ request, route, labels }), of) };
      }
      throw new AwsError("UnknownOperationException", "", 404);
    },
    answer: ({ action, requestId, body }) => {
      const route = of.routes[action];
      const status = route?.status ?? 200;
      const headers = { "content-type": "application/json", "x-amzn-requestid": requestId };
      const more = route?.reply?.(body);
      return {
        status: more?.status ?? status,
        headers: { ...headers, ...more?.headers },
        body: more?.body ?? (status === 204 ? "" : writeJson(body)),
      };
    },
    refuse: refuseInJson,
  };
}

const split = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

function matchPath(of: { pattern: string[]; segments: string[] }): Record<string, string> | false {
  const { pattern, segments } = of;
  if (pattern.length !== segments.length) return false;
  const labels: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? "";
    if (part.startsWith("{")) labels[part.slice(1, -1)] = decode(segment);
    else if (part !== segment) return false;
  }
  return labels;
}

function readMembers(of: {
  request: WireRequest;
  route: Route;
  labels: Record<string, string>;
}): Record<string, unknown> {
  const { request, route, labels } = of;
  const body = route.payload === undefined ? parseBody(request) : { [route.payload]: request.body };
  const members: Record<string, unknown> = { ...body, ...labels };
  const query = new URLSearchParams(request.query);
  for (const [name, member] of Object.entries(route.query ?? {})) {
    if (!query.has(name)) continue;
    if (member.endsWith("[]")) members[member.slice(0, -2)] = query.getAll(name);
    else members[member] = query.get(name);
  }
  for (const [name, member] of Object.entries(route.headers ?? {})) {
    members[member] = header(request, name);
  }
  return members;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("ValidationException", "The path is not well encoded");
  }
}
