import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { plantChanges } from "../chaos/bugs";
import { countOption } from "../options";
import { say, type Figures } from "../report";
import { isYearBug, YEAR_BUGS, type YearBug } from "./bugs";

const DAYS = 8;
const CASES = 2_000;

/** The same bench with a bug in the product: by bug 1 where a key that is to show it does, else 0. */
export async function runWithBug(name: string, args: readonly string[]): Promise<Figures> {
  const all = Object.keys(YEAR_BUGS).filter(isYearBug);
  if (name !== "all" && !isYearBug(name)) {
    throw new Error(`--break is all or one of ${all.join(", ")}.`);
  }
  const caught: Record<string, number> = {};
  for (const bug of isYearBug(name) ? [name] : all) {
    const figures = await runBroken(bug, args);
    const { caughtBy } = YEAR_BUGS[bug];
    caught[bug] = caughtBy.every((key) => Number(figures[key]) > 0) ? 1 : 0;
    say(`${bug}: ${caughtBy.map((key) => `${key} ${figures[key]}`).join(", ")}`);
  }
  if (Object.values(caught).includes(0)) process.exitCode = 1;
  return caught;
}

async function runBroken(bug: YearBug, args: readonly string[]): Promise<Figures> {
  const outfile = `dist/bench-${bug}.js`;
  await build({
    entryPoints: ["bench/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    logLevel: "warning",
    plugins: [plantChanges(YEAR_BUGS[bug].changes)],
  });
  const options = {
    days: countOption(args, "days", DAYS),
    cases: countOption(args, "cases", CASES),
    instances: countOption(args, "instances", 100),
    seed: countOption(args, "seed", 1),
  };
  const told = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const child = spawn(process.execPath, [outfile, "eventbridge", "--json", ...told], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const line = said.trim().split("\n").at(-1) ?? "";
  if (!line.startsWith("{")) throw new Error(`With ${bug} the bench came to no end.`);
  return JSON.parse(line) as Figures;
}
