import type { Actor } from "../context";

/** Who asked, as plans and backups name them. */
export function actorName(actor: Actor): string {
  switch (actor.type) {
    case "user":
      return actor.username;
    case "system":
      return actor.job;
    case "cli":
      return actor.name;
    case "callback":
      return "function";
    case "anonymous":
      return "anonymous";
  }
}
