import { once } from "node:events";
import { existsSync } from "node:fs";
import http, { type RequestListener, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { PreconditionFailedError } from "#lib/errors";
import { getRuntime } from "#lib/runtime";
import { bearAborts } from "#lib/web/bear-aborts";
import { boundConnections } from "#lib/web/bound-connections";
import { guardAnswers } from "#lib/web/guard-answers";
import { takeNoUpgrades } from "#lib/web/no-upgrades";
import { isSecure } from "#lib/web/origin";
import { prepareRequests } from "#lib/web/prepare-requests";
import { refuseTrace } from "#lib/web/refuse-trace";
import { setNextEnvironment } from "./next-environment";
import { ROOT, STANDALONE_SERVER } from "./paths";

export interface WebServer {
  /** As this machine reaches it. */
  url: string;
  /** Takes no new requests; those under way get `graceMs`. */
  close(options: { graceMs: number }): Promise<void>;
}

export interface ListenOptions {
  host: string;
  port: number;
}

/** Runs Next's standalone server in this process, so that routes and jobs share one runtime. */
export async function startWebServer(listen: ListenOptions): Promise<WebServer> {
  if (!existsSync(STANDALONE_SERVER)) {
    throw new PreconditionFailedError("The web application has not been built.", {
      suggestion: "Run `npm run build`, or start with `npm start`, which does.",
    });
  }
  const port = await findPort(listen);
  prepareRequests(() => getRuntime().config.trustedProxies);
  setNextEnvironment({ host: listen.host, port });
  const caught = catchServer();
  createRequire(import.meta.url)(STANDALONE_SERVER);
  return toWebServer(await caught, listen.host);
}

/** The same from source, recompiled as it changes. */
export async function startDevelopmentServer(listen: ListenOptions): Promise<WebServer> {
  const port = await findPort(listen);
  prepareRequests(() => getRuntime().config.trustedProxies);
  const { default: next } = await import("next");
  const server = http.createServer();
  const application = next({
    dev: true,
    dir: ROOT,
    hostname: listen.host,
    port,
    httpServer: server,
  });
  await application.prepare();
  const handle = application.getRequestHandler();
  server.on(
    "request",
    guardRequests((request, response) => void handle(request, response)),
  );
  server.listen(port, listen.host);
  await once(server, "listening");
  return toWebServer(server, listen.host);
}

/**
 * Next keeps its server to itself; to drain it we need it, and to answer what Next cannot. Resolves
 * when it listens.
 */
function catchServer(): Promise<Server> {
  const original = http.createServer;
  return new Promise((resolve) => {
    const catching = (...args: Parameters<typeof original>): Server => {
      http.createServer = original;
      const server = original(...(args.map(guarded) as typeof args));
      boundConnections(server);
      takeNoUpgrades(server);
      server.once("listening", () => resolve(server));
      return server;
    };
    http.createServer = catching as typeof original;
  });
}

/** Of the arguments of createServer, the listener. */
function guarded(argument: unknown): unknown {
  return typeof argument === "function" ? guardRequests(argument as RequestListener) : argument;
}

function guardRequests(listener: RequestListener): RequestListener {
  return bearAborts(guardAnswers(refuseTrace(listener), comesByTls));
}

function comesByTls(headers: Headers): boolean {
  return isSecure(getRuntime().config, headers);
}

function toWebServer(server: Server, host: string): WebServer {
  const { port } = server.address() as AddressInfo;
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return {
    url: `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`,
    async close({ graceMs }) {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/**
 * Next would end the process with a stack; a taken port deserves a sentence. Port 0 is any free
 * one, which Next's server does not know.
 */
async function findPort({ host, port }: ListenOptions): Promise<number> {
  const probe = http.createServer();
  try {
    probe.listen({ host, port, exclusive: true });
    await once(probe, "listening");
  } catch (cause) {
    throw new PreconditionFailedError(`Cannot listen on ${host}:${port}: ${reasonOf(cause)}.`, {
      cause,
      suggestion: "Stop what uses it, or choose another with HOST and PORT.",
    });
  }
  const found = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, "close");
  return found;
}

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  if (code === "EADDRINUSE") return "the port is taken";
  if (code === "EACCES") return "this user may not use that port";
  if (code === "EADDRNOTAVAIL") return "this machine has no such address";
  return String(code ?? error);
}
