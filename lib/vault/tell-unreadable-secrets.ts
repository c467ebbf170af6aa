import type { Runtime } from "../runtime";
import { checkSecrets } from "./check-secrets";

/**
 * An error in the log at the start where stored secrets do not open: the ring is another one, or was made
 * anew because its file is gone, and the application will do next to nothing until it is back.
 */
export async function tellUnreadableSecrets({
  db,
  vault,
  log,
}: Pick<Runtime, "db" | "vault"> & { log: Pick<Runtime["log"], "error"> }): Promise<void> {
  const { secrets, unreadable } = await checkSecrets(db.read, vault);
  if (unreadable.length === 0) return;
  const advice = "Put the key ring back; npm run keys -- check says which keys are missing";
  log.error(
    { secrets, unreadable: unreadable.length, keyIds: vault.keyIds(), advice },
    "stored secrets cannot be opened with this key ring",
  );
}
