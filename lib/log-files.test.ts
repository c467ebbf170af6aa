import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLogger } from "./logger";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "amivault-logs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function create(options: { bytesMax?: number; count?: number; level?: string; in?: string } = {}) {
  const output: string[] = [];
  const { bytesMax = 1024 * 1024, count = 3 } = options;
  const log = createLogger({
    component: "web",
    level: options.level ?? "info",
    destination: { write: (line) => void output.push(line) },
    files: { folder: options.in ?? folder, bytesMax, count },
  });
  return { log, output };
}

const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
const messages = (name: string) =>
  read(name)
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => String(JSON.parse(line).msg));

describe("log files", () => {
  test("have all, what went wrong, and the requests; standard output keeps its lines", () => {
    const { log, output } = create();
    log.info("started");
    log.child({ requestId: "req_1" }).info({ status: 200 }, "request");
    log.error({ password: "hidden" }, "broke");
    log.debug("too quiet");
    expect(messages("web-application.log")).toEqual(["started", "request", "broke"]);
    expect(messages("web-error.log")).toEqual(["broke"]);
    expect(messages("web-access.log")).toEqual(["request"]);
    expect(output.map((line) => JSON.parse(line).msg)).toEqual(["started", "request", "broke"]);
    expect(read("web-error.log")).toContain("[redacted]");
    expect(read("web-error.log")).not.toContain("hidden");
  });

  test("are rotated by size, kept by count, and lose no line between", () => {
    const { log } = create({ bytesMax: 1_000, count: 3 });
    for (let number = 0; number < 40; number += 1) log.info(`line ${number}`);
    const names = readdirSync(folder).filter((name) => name.startsWith("web-application"));
    expect(names.toSorted()).toEqual([
      "web-application.1.log",
      "web-application.2.log",
      "web-application.log",
    ]);
    for (const name of names) expect(statSync(path.join(folder, name)).size).toBeLessThan(1_001);
    const kept = ["web-application.2.log", "web-application.1.log", "web-application.log"];
    const numbers = kept.flatMap(messages).map((text) => Number(text.replace("line ", "")));
    expect(numbers.at(-1)).toBe(39);
    const [first = 0] = numbers;
    expect(numbers).toEqual(Array.from({ length: 40 - first }, (_, index) => first + index));
  });

  test("go on where an earlier process stopped, and are for nobody else to read", () => {
    create().log.info("before");
    create().log.info("after");
    expect(messages("web-application.log")).toEqual(["before", "after"]);
    expect(statSync(path.join(folder, "web-application.log")).mode & 0o777).toBe(0o600);
  });

  test("of several processes are one set, rotated once for all of them, and lose no line", () => {
    const processes = Array.from({ length: 3 }, () => create({ bytesMax: 2_000, count: 60 }).log);
    for (let number = 0; number < 300; number += 1) {
      processes[number % 3]?.info(`line ${number}`);
    }
    const names = readdirSync(folder).filter((name) => name.startsWith("web-application"));
    const numberOf = (name: string) => Number(/\d+/.exec(name)?.[0] ?? 0);
    const oldestFirst = names.toSorted((a, b) => numberOf(b) - numberOf(a));
    const lines = oldestFirst.flatMap(messages);
    expect(lines).toEqual(Array.from({ length: 300 }, (_, number) => `line ${number}`));
    const sizes = oldestFirst.map((name) => statSync(path.join(folder, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(2_001);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(1_800);
  });

  test("are written on where a process died while it rotated", () => {
    const lock = path.join(folder, "web-application.log.rotating");
    mkdirSync(lock);
    const longAgo = new Date(2_000, 1, 1);
    utimesSync(lock, longAgo, longAgo);
    const { log } = create({ bytesMax: 500, count: 9 });
    for (let number = 0; number < 20; number += 1) log.info(`line ${number}`);
    const names = readdirSync(folder).filter((name) => name.startsWith("web-application"));
    expect(names.flatMap(messages)).toHaveLength(20);
    expect(names.length).toBeGreaterThan(3);
  });

  test("of one file are emptied by rotation, and nothing else is kept", () => {
    const { log } = create({ bytesMax: 300, count: 1 });
    for (let number = 0; number < 10; number += 1) log.info(`line ${number}`);
    expect(readdirSync(folder).toSorted()).toEqual([
      "web-access.log",
      "web-application.log",
      "web-error.log",
    ]);
  });

  test("that cannot be rotated keep their lines, and no other file of the process gets any", () => {
    mkdirSync(path.join(folder, "web-application.1.log"));
    const { log } = create({ bytesMax: 300, count: 2 });
    const opened: number[] = [];
    for (let number = 0; number < 20; number += 1) {
      log.info(`line ${number}`);
      // Whatever the process opens next would take the place of a file that was closed too early.
      opened.push(openSync(path.join(folder, `other-${number}`), "a"));
    }
    for (const fd of opened) closeSync(fd);
    const others = readdirSync(folder).filter((name) => name.startsWith("other-"));
    expect(others.map(read).join("")).toBe("");
    expect(messages("web-application.log")).toHaveLength(20);
  });

  test("that cannot be written refuse the start with advice", () => {
    const file = path.join(folder, "a-file");
    writeFileSync(file, "");
    expect(() => create({ in: path.join(file, "logs") })).toThrow(/cannot be written/);
  });
});
