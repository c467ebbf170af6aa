import { PreconditionFailedError } from "../../errors";

const AUDIT_ACTS = ["verify", "export", "accept-restore"] as const;

export interface AuditCommand {
  act: (typeof AUDIT_ACTS)[number];
  /** In their order; `-` is standard input. */
  headFiles: string[];
  isJson: boolean;
}

export const AUDIT_USAGE =
  "npm run audit -- verify [--heads FILE|-] [--json] | export | accept-restore [--heads FILE|-]";

/** What is not understood is refused: a typing error must not let heads go uncompared. */
export function parseAuditCommand(args: readonly string[]): AuditCommand {
  const [name, ...rest] = args;
  const act = AUDIT_ACTS.find((each) => each === name);
  if (act === undefined) throw usage("What is to be done was not said.");
  const command: AuditCommand = { act, headFiles: [], isJson: false };
  for (let at = 0; at < rest.length; at++) {
    const arg = rest[at] ?? "";
    if (arg === "--heads" && act !== "export") {
      const file = rest[++at];
      if (file === undefined || file.startsWith("--")) {
        throw usage("No file was named after --heads.");
      }
      command.headFiles.push(file);
    } else if (arg === "--json" && act === "verify") command.isJson = true;
    else throw usage(`${act} does not know ${arg}.`);
  }
  return command;
}

function usage(message: string): PreconditionFailedError {
  return new PreconditionFailedError(message, { suggestion: AUDIT_USAGE });
}
