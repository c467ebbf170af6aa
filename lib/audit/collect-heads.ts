import { readdir } from "node:fs/promises";
import path from "node:path";
import type { EpochMs } from "../clock";
import type { Config } from "../config";
import { streamHeadFiles, streamHeads } from "./heads-file";
import { readHeads, type AuditHead } from "./heads.pure";
import { keepHeads } from "./keep-heads";

type Place = Pick<Config, "dataDir" | "logFiles" | "installationId">;

/**
 * Heads of this installation: of its data folder and of its log files, as far as they are needed,
 * and all of the texts that were given.
 */
export async function collectHeads(
  { dataDir, logFiles, installationId: installation }: Place,
  { texts, now }: { texts: readonly string[]; now: EpochMs },
): Promise<AuditHead[]> {
  const heads = await keepHeads(streamHeadFiles(dataDir), { installation, now });
  const logged = await keepHeads(streamLogs(logFiles?.folder), { installation, now });
  for (const head of logged) heads.push(head);
  for (const text of texts)
    for (const head of readHeads(text)) if (head.installation === installation) heads.push(head);
  return [...new Map(heads.map((head) => [`${head.seq} ${head.mac}`, head])).values()];
}

async function* streamLogs(folder: string | undefined): AsyncGenerator<AuditHead> {
  if (folder === undefined) return;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.toSorted()) {
    if (name.endsWith(".log")) yield* streamHeads(path.join(folder, name));
  }
}
