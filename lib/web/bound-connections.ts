import type { Server } from "node:http";
import { MINUTE, SECOND } from "../clock";

export interface ConnectionBounds {
  headersMs: number;
  requestMs: number;
  idleMs: number;
}

/**
 * Whoever sends a byte now and then holds a connection a minute, and whoever reads nothing of an answer
 * ten: longer than any answer takes to begin, and live updates have a beat each 15 s.
 */
const BOUNDS: ConnectionBounds = {
  headersMs: 15 * SECOND,
  requestMs: 60 * SECOND,
  idleMs: 10 * MINUTE,
};

export function boundConnections(server: Server, bounds: ConnectionBounds = BOUNDS): void {
  server.headersTimeout = bounds.headersMs;
  server.requestTimeout = bounds.requestMs;
  server.timeout = bounds.idleMs;
}
