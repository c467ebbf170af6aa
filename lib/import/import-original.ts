import type { Context } from "../context";
import { newId } from "../ids";
import type { Runtime } from "../runtime";
import { parseTimeZone } from "../schedules/time-zone.pure";
import { toZoneError } from "../schedules/schedule-error";
import { ensureDefaults } from "../settings/ensure-defaults";
import { importBackups } from "./import-backups";
import { importCredentials } from "./import-credentials";
import { importInstances } from "./import-instances";
import { emptyReport, type ImportReport } from "./import-report";
import { importUsers } from "./import-users";
import { readOriginal } from "./read-original";

export interface ImportOptions {
  /** The original application's SQLite file; it is only read. */
  file: string;
  /** Says what would be imported, and writes nothing. */
  check: boolean;
  /** IANA: where the original's machine counted its hours. */
  zone: string;
}

/**
 * Takes over the original application's users, credentials, instances and backups. What is there
 * already stays as it is: a second import imports nothing twice.
 */
export async function importOriginal(
  runtime: Runtime,
  { file, check, zone }: ImportOptions,
): Promise<ImportReport> {
  const name = parseTimeZone(zone);
  if (!name.ok) throw toZoneError(name.problem);
  const original = await readOriginal(file);
  const report = emptyReport();
  report.notes.push(...original.unread);
  if (!check) await ensureDefaults(runtime);
  const ctx = commandContext(runtime);
  const shared = { original, report, check };
  await importUsers(ctx, shared);
  const credentials = await importCredentials(ctx, shared);
  const instances = await importInstances(ctx, { ...shared, zone: name.value, credentials });
  await importBackups(ctx, { ...shared, instances });
  return report;
}

function commandContext(runtime: Runtime): Context {
  const { clock, random } = runtime;
  return {
    runtime,
    actor: { type: "cli", name: "import" },
    accounts: "all",
    requestId: newId("req", clock.now(), random),
    address: null,
  };
}
