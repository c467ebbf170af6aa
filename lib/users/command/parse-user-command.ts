import { PreconditionFailedError } from "../../errors";

export const USER_ACTS = [
  "reset",
  "reset-second-factor",
  "deactivate",
  "activate",
  "delete",
] as const;
export type UserAct = (typeof USER_ACTS)[number];

export type UserCommand =
  | { act: "list" }
  | { act: "create"; username: string; role: string; email: string; accountIds: string[] }
  | { act: UserAct; username: string };

export const USER_USAGE =
  "npm run users -- list | create NAME --role viewer|operator|admin [--email ADDRESS] [--account 123456789012 …] | reset NAME | reset-second-factor NAME | deactivate NAME | activate NAME | delete NAME";

/** Never a password: one on a command line stands in the shell's history and in the list of processes. */
export function parseUserCommand(args: readonly string[]): UserCommand {
  const [act, ...rest] = args;
  const { names, options } = split(rest);
  const [username, ...more] = names;
  if (more.length > 0) throw usage(`One name is enough: ${more.join(" ")} was given besides.`);
  if (act === "list" && username === undefined && options.size === 0) return { act };
  if (username === undefined) throw usage("Say what to do, and with whom.");
  if (act === "create") return { act, username, ...toRights(options) };
  const known = USER_ACTS.find((each) => each === act);
  if (known === undefined || options.size > 0) throw usage("That is not a command.");
  return { act: known, username };
}

function toRights(options: ReadonlyMap<string, string[]>) {
  const unknown = [...options.keys()].filter(
    (name) => !["role", "email", "account"].includes(name),
  );
  if (unknown.length > 0) throw usage(`There is no --${unknown[0]}.`);
  const [role] = options.get("role") ?? [];
  if (role === undefined) throw usage("Say the role: --role viewer, operator or admin.");
  return {
    role,
    email: options.get("email")?.[0] ?? "",
    accountIds: options.get("account") ?? [],
  };
}

function split(args: readonly string[]): { names: string[]; options: Map<string, string[]> } {
  const names: string[] = [];
  const options = new Map<string, string[]>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (!arg.startsWith("--")) {
      names.push(arg);
      continue;
    }
    const value = args[++at];
    if (value === undefined || value.startsWith("--")) throw usage(`${arg} needs a value.`);
    const name = arg.slice(2);
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  return { names, options };
}

function usage(message: string): PreconditionFailedError {
  return new PreconditionFailedError(message, { suggestion: USER_USAGE });
}
