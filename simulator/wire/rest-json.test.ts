import { describe, expect, it } from "vitest";
import { restJsonProtocol } from "./rest-json";
import type { WireRequest } from "./http";

const protocol = restJsonProtocol({
  invalidCode: "ValidationException",
  routes: {
    GetThing: { method: "GET", path: "/things/{Name}", query: { limit: "Limit" } },
    PutThing: { method: "PUT", path: "/things/{Name}", status: 201 },
    UntagThing: { method: "DELETE", path: "/tags/{Arn}", query: { keys: "Keys[]" }, status: 204 },
    Run: {
      method: "POST",
      path: "/things/{Name}/runs",
      headers: { "x-amz-kind": "Kind" },
      payload: "Payload",
    },
  },
});

const request = (of: Partial<WireRequest>): WireRequest => ({
  method: "GET",
  path: "/",
  query: "",
  headers: {},
  body: Buffer.alloc(0),
  ...of,
});

describe("a REST-JSON request", () => {
  it("finds the action by method and path, and labels and query as members", () => {
    const read = protocol.read(request({ path: "/things/a%2Fb%3A1", query: "limit=10" }));
    expect(read.action).toBe("GetThing");
    expect(read.params.required("Name")).toBe("a/b:1");
    expect(read.params.integer("Limit")).toBe(10);
  });

  it("reads lists in the query, headers, and a body as bytes", () => {
    const untag = protocol.read(
      request({ method: "DELETE", path: "/tags/arn%3Aaws", query: "keys=a&keys=b%20c" }),
    );
    expect(untag.params.list("Keys")).toEqual(["a", "b c"]);
    const bytes = Buffer.from([0, 255, 128, 10]);
    const run = protocol.read(
      request({
        method: "POST",
        path: "/things/x/runs",
        headers: { "x-amz-kind": "Event" },
        body: bytes,
      }),
    );
    expect(run.params.required("Kind")).toBe("Event");
    expect(run.params.bytes("Payload")?.equals(bytes)).toBe(true);
  });

  it("does not know another path or method", () => {
    for (const wrong of [{ path: "/things" }, { method: "POST", path: "/things/x" }]) {
      expect(() => protocol.read(request(wrong))).toThrow(
        expect.objectContaining({ code: "UnknownOperationException", httpStatus: 404 }) as Error,
      );
    }
  });

  it.each([["[]"], ["no JSON"], ['{"Size":'], ['"text"']])("refuses the body %s", (body) => {
    const put = request({ method: "PUT", path: "/things/x", body: Buffer.from(body) });
    expect(() => protocol.read(put)).toThrow(
      expect.objectContaining({ code: "SerializationException" }) as Error,
    );
  });
});

describe("a REST-JSON answer", () => {
  it("has the route's status, and instants as epoch seconds", () => {
    const answer = protocol.answer({
      action: "PutThing",
      requestId: "r",
      body: { At: new Date(1500), Left: undefined, Bytes: Buffer.from("hi") },
    });
    expect(answer.status).toBe(201);
    expect(JSON.parse(String(answer.body))).toEqual({ At: 1.5, Bytes: "aGk=" });
    expect(protocol.answer({ action: "UntagThing", requestId: "r", body: {} }).body).toBe("");
  });
});
