/**
 * What runs in the child process, as the text of a CommonJS module: it loads the handler, runs it for
 * each message and sends back logs and results. Date follows the simulator's virtual time.
 */
export const BOOTSTRAP = String.raw`"use strict";
const { format } = require("node:util");
const { pathToFileURL } = require("node:url");
const path = require("node:path");
const fs = require("node:fs");

const send = process.send.bind(process);
const RealDate = Date;
let clock = { virtual: RealDate.now(), real: RealDate.now(), speed: 1 };
const now = () => Math.floor(clock.virtual + (RealDate.now() - clock.real) * clock.speed);
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === Date ? target : newTarget),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
RealDate.prototype.constructor = globalThis.Date;

let current;
const log = (text) => send({ type: "log", text });
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done) => {
    log(String(chunk));
    const callback = typeof encoding === "function" ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}
const LEVELS = { log: "INFO", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG", trace: "TRACE" };
for (const [name, level] of Object.entries(LEVELS)) {
  console[name] = (...values) =>
    log([new Date().toISOString(), current ? current.awsRequestId : "undefined", level, format(...values)].join("\t"));
}

const described = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") }
    : { errorType: typeof error, errorMessage: format(error), trace: [] };

let handler;
async function load(name) {
  const dot = name.lastIndexOf(".");
  const base = path.join(process.env.LAMBDA_TASK_ROOT, name.slice(0, dot));
  const file = [".js", ".mjs", ".cjs"].map((end) => base + end).find((one) => fs.existsSync(one));
  if (file === undefined) {
    throw Object.assign(new Error("Cannot find module '" + name.slice(0, dot) + "'"), { name: "Runtime.ImportModuleError" });
  }
  const loaded = await import(pathToFileURL(file).href);
  const exported = name.slice(dot + 1);
  const found = loaded[exported] ?? loaded.default?.[exported];
  if (typeof found !== "function") {
    throw Object.assign(new Error(name + " is undefined or not exported"), { name: "Runtime.HandlerNotFound" });
  }
  return found;
}

async function invoke(message) {
  clock = { ...message.clock, real: RealDate.now() };
  const deadline = RealDate.now() + message.timeoutMs;
  current = {
    ...message.context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - RealDate.now()),
  };
  try {
    handler ??= await load(process.env._HANDLER);
    const result = await call(JSON.parse(message.payload));
    send({ type: "done", result: JSON.stringify(result === undefined ? null : result) });
  } catch (error) {
    send({ type: "failed", ...described(error) });
  }
}

function call(event) {
  if (handler.length < 3) return handler(event, current);
  return new Promise((resolve, reject) => {
    const answer = handler(event, current, (error, result) => (error ? reject(error) : resolve(result)));
    if (answer && typeof answer.then === "function") answer.then(resolve, reject);
  });
}

for (const name of ["uncaughtException", "unhandledRejection"]) {
  process.on(name, (error) => {
    send({ type: "crashed", ...described(error) }, () => process.exit(129));
  });
}
process.on("disconnect", () => process.exit(0));
process.on("message", (message) => void invoke(message));
`;
