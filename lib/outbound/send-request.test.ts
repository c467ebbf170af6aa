import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Outbound } from "./outbound";
import { sendAccepted, sendRequest } from "./send-request";
import { createTargetPolicy } from "./target-policy";

const closers: Array<() => void> = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

/** Every name is this machine, unless said; `allowed` as in the setting. */
function outbound(allowed: string[], more: Partial<Outbound> = {}): Outbound {
  return {
    policy: createTargetPolicy(allowed),
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    timeoutMs: 5_000,
    ...more,
  };
}

test("a listed host is called, and its answer comes back", async () => {
  const { port, asked } = await serve((_, response) => response.end("hello"));
  const answer = await sendRequest(outbound(["hooks.test"]), {
    method: "POST",
    url: `http://hooks.test:${port}/path`,
    body: "{}",
  });
  expect(answer).toEqual({ status: 200, text: "hello" });
  expect(asked).toEqual(["POST /path"]);
});

test.each(["http://hooks.test", "http://127.0.0.1", "http://0x7f.1", "http://[::ffff:127.0.0.1]"])(
  "%s, not listed, is refused without a connection",
  async (origin) => {
    const { port, asked } = await serve((_, response) => response.end());
    await expect(
      sendRequest(outbound([]), { method: "GET", url: `${origin}:${port}/` }),
    ).rejects.toMatchObject({ code: "upstream", reason: "TargetRefused" });
    expect(asked).toEqual([]);
  },
);

test("a name is resolved once: what was checked is what is connected to", async () => {
  const { port, asked } = await serve((_, response) => response.end());
  const answers = ["127.0.0.1", "169.254.169.254"];
  const rebinding = outbound(["127.0.0.1"], {
    resolve: async () => [{ address: answers.shift() ?? "", family: 4 }],
  });
  const request = { method: "GET", url: `http://rebind.test:${port}/` } as const;
  await sendRequest(rebinding, request);
  expect([asked, answers]).toEqual([["GET /"], ["169.254.169.254"]]);
  await expect(sendRequest(rebinding, request)).rejects.toMatchObject({ reason: "TargetRefused" });
  expect(asked).toHaveLength(1);
});

test("of several addresses only the allowed ones are connected to", async () => {
  const { port } = await serve((_, response) => response.end("here"));
  const both = outbound(["127.0.0.1"], {
    resolve: async () => [
      { address: "169.254.169.254", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ],
  });
  const answer = await sendRequest(both, { method: "GET", url: `http://two.test:${port}/` });
  expect(answer.text).toBe("here");
});

test("a redirect, also to a private address, is not followed", async () => {
  const secret = await serve((_, response) => response.end("metadata"));
  const { port } = await serve((_, response) => {
    response.writeHead(302, { Location: `http://127.0.0.1:${secret.port}/latest/meta-data` });
    response.end();
  });
  await expect(
    sendAccepted(outbound(["hooks.test"]), { method: "GET", url: `http://hooks.test:${port}/` }),
  ).rejects.toMatchObject({
    message: `hooks.test:${port} answered 302: redirects are not followed.`,
  });
  expect(secret.asked).toEqual([]);
});

test("a server that hangs is given up after the time-out", async () => {
  const { port } = await serve(() => undefined);
  await expect(
    sendRequest(outbound(["hooks.test"], { timeoutMs: 50 }), {
      method: "GET",
      url: `http://hooks.test:${port}/`,
    }),
  ).rejects.toMatchObject({ reason: "TimedOut" });
});

test("an answer without end is given up after the time-out or cut at 4 KiB", async () => {
  const { port } = await serve((_, response) => {
    const more = () => {
      if (response.destroyed) return;
      response.write("x".repeat(1_000));
      setImmediate(more);
    };
    more();
  });
  const answer = await sendRequest(outbound(["hooks.test"]), {
    method: "GET",
    url: `http://hooks.test:${port}/`,
  });
  expect(answer.text).toHaveLength(4_096);
});

test("what went wrong names the host and never the path, which may be a secret", async () => {
  const { port } = await serve((_, response) => {
    response.writeHead(403);
    response.end("invalid_token");
  });
  const url = `http://hooks.test:${port}/T000/secret-part`;
  const failed = await sendAccepted(outbound(["hooks.test"]), { method: "POST", url }).catch(
    (error: Error) => error.message,
  );
  expect(failed).toBe(`hooks.test:${port} answered 403: invalid_token`);
  await expect(
    sendRequest(outbound(["hooks.test"]), { method: "GET", url: "http://hooks.test:9/secret" }),
  ).rejects.toMatchObject({ message: "hooks.test:9 refuses the connection." });
});
