import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "../config";
import { readHeadFiles } from "./heads-file";
import { readHeads, type AuditHead } from "./heads.pure";

/** Heads of this installation: of its data folder, of its log files, and of texts that were given. */
export async function collectHeads(
  { dataDir, logFiles, installationId }: Pick<Config, "dataDir" | "logFiles" | "installationId">,
  texts: readonly string[],
): Promise<AuditHead[]> {
  const heads = await readHeadFiles(dataDir);
  for (const text of [...texts, ...(await readLogs(logFiles?.folder))])
    for (const head of readHeads(text)) heads.push(head);
  const own = heads.filter(({ installation }) => installation === installationId);
  return [...new Map(own.map((head) => [`${head.seq} ${head.mac}`, head])).values()];
}

async function readLogs(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder).catch(() => []);
  const logs = names.filter((name) => name.endsWith(".log"));
  return Promise.all(logs.map((name) => readFile(path.join(folder, name), "utf8")));
}
