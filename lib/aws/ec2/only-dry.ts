import { WireError } from "../wire-error";

/** What of an SDK command is needed here; its own type differs with each. */
interface DryCommand {
  middlewareStack: {
    add(
      middleware: <Args extends object, Result>(
        next: (args: Args) => Promise<Result>,
      ) => (args: Args) => Promise<Result>,
      options: { step: "finalizeRequest"; priority: "low"; name: string },
    ): void;
  };
}

/** The signed body is looked at once more: without the flag in it, nothing leaves. */
export function onlyDry<C extends DryCommand>(command: C): C {
  command.middlewareStack.add(
    (next) => async (args) => {
      if (isDry(args)) return next(args);
      throw new WireError("vetoed", { message: "The call was to be tried dry, and was not." });
    },
    { step: "finalizeRequest", priority: "low", name: "amivaultOnlyDry" },
  );
  return command;
}

function isDry(args: object): boolean {
  const request: unknown = Reflect.get(args, "request");
  if (typeof request !== "object" || request === null) return false;
  const body: unknown = Reflect.get(request, "body");
  return typeof body === "string" && new URLSearchParams(body).get("DryRun") === "true";
}
