import { parseArgs } from "node:util";

export const HELP = `npm run demo [-- options]

  --check      without a terminal: make a backup through the API, prove it, print one JSON line
  --fresh      forget the demo's data and begin again
  --port N     listen on this port (8080, or a free one when it is taken)
  --help       this text`;

/**
 * @param {string[]} args
 * @returns {{ check: boolean, fresh: boolean, help: boolean, port: number | null }}
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: "boolean", default: false },
      fresh: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
      port: { type: "string" },
    },
  });
  return { ...values, port: values.port === undefined ? null : readPort(values.port) };
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`--port takes a number from 1 to 65535, not "${text}".`);
}
