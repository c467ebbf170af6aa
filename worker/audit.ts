import os from "node:os";
import { acceptRestore } from "#lib/audit/accept-restore";
import { collectHeads } from "#lib/audit/collect-heads";
import { parseAuditCommand, type AuditCommand } from "#lib/audit/command/parse-audit-command";
import { readHeadsFiles } from "#lib/audit/command/read-heads-files";
import { toExportLine } from "#lib/audit/export-line.pure";
import { readEverything } from "#lib/audit/read-everything";
import { verifyChain } from "#lib/audit/verify-chain";
import { toReportText } from "#lib/audit/verify-words.pure";
import { systemClock } from "#lib/clock";
import type { Config } from "#lib/config";
import { createVault } from "#lib/crypto";
import { openDatabase } from "#lib/db/client";
import { verifySchema } from "#lib/db/migrate";
import { createLogger } from "#lib/logger";
import { createRandomBytes } from "#lib/random";
import type { Runtime } from "#lib/runtime";
import { openKeyRing } from "#lib/vault/open-key-ring";
import { loadSettings } from "./load-settings";
import { MIGRATIONS_FOLDER } from "./paths";
import { runCommand } from "./run-main";

type Parts = Pick<Runtime, "db" | "clock" | "random" | "vault"> & { config: Config };

const COMMANDS = { verify, export: exportAll, "accept-restore": accept } as const;

/** Neither whole nor known to be broken: no head told what the last entry was. */
const END_NOT_CHECKED = 2;

/** Looks at the audit log from outside the application, which may run meanwhile. */
runCommand("npm run audit", async (args) => {
  const command = parseAuditCommand(args);
  const config = loadSettings({ mustExist: true });
  await verifySchema({ ...config.database, folder: MIGRATIONS_FOLDER });
  const db = await openDatabase(config.database);
  const log = createLogger({ component: "audit", level: "silent" });
  const vault = createVault(openKeyRing(config, log));
  const parts = { config, db, vault, clock: systemClock, random: createRandomBytes() };
  try {
    await COMMANDS[command.act](parts, command);
  } finally {
    db.close();
  }
});

async function verify(parts: Parts, { headFiles, isJson }: AuditCommand): Promise<void> {
  const heads = await collectHeads(parts.config, {
    texts: readHeadsFiles(headFiles, parts.config.installationId),
    now: parts.clock.now(),
  });
  let toldAt = 0;
  const report = await verifyChain(
    { ...parts.db, vault: parts.vault },
    {
      heads,
      onProgress(entries) {
        if (entries - toldAt < 100_000) return;
        toldAt = entries;
        process.stderr.write(`${entries.toLocaleString("en-US")} entries …\n`);
      },
    },
  );
  process.stdout.write(`${isJson ? JSON.stringify(report) : toReportText(report)}\n`);
  if (report.problems.length > 0) process.exitCode = 1;
  else if (!report.checkedEnd) process.exitCode = END_NOT_CHECKED;
}

async function exportAll({ db }: Parts): Promise<void> {
  for await (const rows of readEverything(db.read)) {
    const isTaken = process.stdout.write(rows.map(toExportLine).join(""));
    if (!isTaken) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}

async function accept(parts: Parts, { headFiles }: AuditCommand): Promise<void> {
  const heads = await collectHeads(parts.config, {
    texts: readHeadsFiles(headFiles, parts.config.installationId),
    now: parts.clock.now(),
  });
  const by = os.userInfo().username;
  const { keptSeq, lostSeq } = await acceptRestore(parts, { heads, by });
  process.stdout.write(
    `Accepted: entries ${keptSeq + 1} to ${lostSeq}, as they once were, are given up. An entry of the audit log says so.\n`,
  );
}
