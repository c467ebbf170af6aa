import { existsSync } from "node:fs";
import path from "node:path";
import type { Mode } from "./config";
import { pathOfFileUrl } from "./db/file-url.pure";
import { PreconditionFailedError } from "./errors";

/** Before anything is made: the folder would get a key ring, and the path a database. */
export function requireInstallation(of: {
  url: string;
  /** Which setting says where the database is. */
  urlSetting: "AMIVAULT_DATA_DIR" | "DATABASE_URL";
  mode: Mode;
  dataDir: string;
}): void {
  const { url, urlSetting, mode, dataDir } = of;
  const file = url.startsWith("file:") ? path.resolve(pathOfFileUrl(url)) : null;
  if (file !== null && !existsSync(file)) {
    throw new PreconditionFailedError(`There is no database at ${file}.`, {
      suggestion: `Set ${urlSetting} to where the installation has it. A new one is begun by \`npm run db:migrate\`, or by starting AMIVault.`,
    });
  }
  if (mode === "embedded" && !existsSync(dataDir)) {
    throw new PreconditionFailedError(`There is no folder ${dataDir}.`, {
      suggestion: "Set AMIVAULT_DATA_DIR to where the installation has its key ring.",
    });
  }
}
