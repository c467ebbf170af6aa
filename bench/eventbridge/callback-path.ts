import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Runtime } from "#lib/runtime";
import { callRoute } from "#lib/testing/web-client";
import { reportFromFunction } from "../../app/api/backup-callback/declaration";
import { randomOf } from "../retention/random";

/** Of 100 reports. */
const LOST = 20;
const DOUBLED = 20;
/** Of 100 that are lost or find nobody: the connection breaks, so that the function tries again. */
const BROKEN = 1;
/** A doubled report waits for so many others. */
const HELD_MAX = 6;

export interface RawReport {
  headers: Record<string, string>;
  body: string;
}

export interface CallbackFigures {
  reports: number;
  lost: number;
  doubled: number;
  refused: number;
}

export type CallbackPath = Awaited<ReturnType<typeof startCallbackPath>>;

/**
 * What lies between the function and the application: it loses, doubles and shuffles reports, and
 * answers for an application that is down.
 */
export async function startCallbackPath({ seed }: { seed: number }) {
  const random = randomOf(seed + 1);
  const figures: CallbackFigures = { reports: 0, lost: 0, doubled: 0, refused: 0 };
  let runtime: Runtime | null = null;
  let isUp = true;
  const held: RawReport[] = [];
  /** The last that were accepted, for those who repeat them. */
  const accepted: RawReport[] = [];

  const deliver = async (report: RawReport): Promise<number> => {
    if (!runtime) return 503;
    const { status } = await callRoute(runtime, reportFromFunction, { ...report });
    if (status >= 300) figures.refused += 1;
    else accepted.push(report);
    if (accepted.length > 200) accepted.shift();
    return status;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const report = { headers: ownHeaders(request), body: await text(request) };
    figures.reports += 1;
    const chance = random.int(0, 99);
    const isLost = !isUp || chance < LOST;
    if (isLost) {
      figures.lost += 1;
      if (random.int(0, 99) < BROKEN) response.destroy();
      else response.writeHead(isUp ? 204 : 404).end();
      return;
    }
    if (chance < LOST + DOUBLED) {
      figures.doubled += 1;
      held.push(report);
      // The sender hears nothing bad: the report is on its way, twice.
      response.writeHead(204).end();
      held.push(report);
      if (held.length > HELD_MAX) await release();
      return;
    }
    const status = await deliver(report);
    response.writeHead(status).end();
  };
  const release = async (): Promise<void> => {
    const all = held.splice(0);
    while (all.length > 0) {
      const [one] = all.splice(random.int(0, all.length - 1), 1);
      if (one) await deliver(one);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`the path of reports failed: ${String(error)}\n`);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    figures,
    accepted,
    deliver,
    /** What is held goes on its way, in any order. */
    release,
    leadTo(to: Runtime): void {
      runtime = to;
    },
    set isUp(value: boolean) {
      isUp = value;
      if (!value) held.splice(0);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function ownHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith("x-amivault") && typeof value === "string" ? [[name, value]] : [],
    ),
  );
}
