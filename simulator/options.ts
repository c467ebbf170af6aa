import { parseArgs } from "node:util";

export interface MainOptions {
  port: number;
  host: string;
  seed: string;
  world: "sample" | "empty";
  stateFile: string | undefined;
  clock: "real" | "manual";
  speed: number;
  startAt: number | undefined;
  buckets: boolean;
  paceBaseMs: number | undefined;
  pacePerGibMs: number | undefined;
  roleAssumableAfterMs: number;
}

export const USAGE = `usage: node dist/simulator.js [options]
  --port 0               0 takes a free port              SIMULATOR_PORT
  --host 127.0.0.1                                        SIMULATOR_HOST
  --seed amivault        ids, chances and the sample      SIMULATOR_SEED
  --world sample         or empty                         SIMULATOR_WORLD
  --state-file PATH      keeps the world across restarts  SIMULATOR_STATE_FILE
  --clock real           or manual                        SIMULATOR_CLOCK
  --speed 1              virtual seconds per real second  SIMULATOR_SPEED
  --start INSTANT        where virtual time starts        SIMULATOR_START
  --buckets on           AWS's token buckets, or off      SIMULATOR_BUCKETS
  --pace-base-ms 3000    a snapshot takes base + GiB × perGib
  --pace-per-gib-ms 20                                    SIMULATOR_PACE_BASE_MS, …PER_GIB_MS
  --role-assumable-after-ms 6000  until a service may assume a new role
`;

const FLAGS = {
  port: { type: "string", default: "0" },
  host: { type: "string", default: "127.0.0.1" },
  seed: { type: "string", default: "amivault" },
  world: { type: "string", default: "sample" },
  "state-file": { type: "string" },
  clock: { type: "string", default: "real" },
  speed: { type: "string", default: "1" },
  start: { type: "string" },
  buckets: { type: "string", default: "on" },
  "pace-base-ms": { type: "string" },
  "pace-per-gib-ms": { type: "string" },
  "role-assumable-after-ms": { type: "string", default: "6000" },
  help: { type: "boolean", default: false },
} as const;

/** Flags win over the environment, the environment over the defaults. Throws what is wrong. */
export function readOptions(of: {
  args: string[];
  env: Readonly<Record<string, string | undefined>>;
}): MainOptions | "help" {
  const args = [...fromEnvironment(of.env), ...of.args];
  const { values } = parseArgs({ args, options: FLAGS, strict: true });
  if (values.help) return "help";
  return {
    port: readNumber({ name: "port", text: values.port, min: 0, max: 65_535 }),
    host: values.host,
    seed: values.seed,
    world: readChoice({ name: "world", text: values.world, choices: ["sample", "empty"] }),
    stateFile: values["state-file"],
    clock: readChoice({ name: "clock", text: values.clock, choices: ["real", "manual"] }),
    speed: readNumber({ name: "speed", text: values.speed, min: 0 }),
    startAt: values.start === undefined ? undefined : readInstant(values.start),
    buckets: readChoice({ name: "buckets", text: values.buckets, choices: ["on", "off"] }) === "on",
    paceBaseMs: optionalNumber("pace-base-ms", values["pace-base-ms"]),
    pacePerGibMs: optionalNumber("pace-per-gib-ms", values["pace-per-gib-ms"]),
    roleAssumableAfterMs: readNumber({
      name: "role-assumable-after-ms",
      text: values["role-assumable-after-ms"],
      min: 0,
    }),
  };
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(FLAGS).flatMap((flag) => {
    const value = env[`SIMULATOR_${flag.toUpperCase().replaceAll("-", "_")}`];
    return value === undefined || value === "" || flag === "help" ? [] : [`--${flag}=${value}`];
  });
}

function readNumber(of: { name: string; text: string; min: number; max?: number }): number {
  const value = Number(of.text);
  if (of.text === "" || !(value >= of.min && value <= (of.max ?? Number.MAX_SAFE_INTEGER))) {
    throw new Error(`--${of.name} must be a number from ${of.min}, not ${of.text}`);
  }
  return value;
}

const optionalNumber = (name: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : readNumber({ name, text, min: 0 });

function readInstant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Error(`--start must be an ISO 8601 instant, not ${text}`);
  return at;
}

function readChoice<T extends string>(of: {
  name: string;
  text: string;
  choices: readonly T[];
}): T {
  const choice = of.choices.find((one) => one === of.text);
  if (choice !== undefined) return choice;
  throw new Error(`--${of.name} must be ${of.choices.join(" or ")}, not ${of.text}`);
}
