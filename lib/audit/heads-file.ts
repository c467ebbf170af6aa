import { mkdir, open, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { HEAD_MEMBER, readHeads, type AuditHead } from "./heads.pure";

/** In the data folder; a file for each month, of which none is ever removed by us. */
const FOLDER = "audit-heads";
const FILE = /^\d{4}-\d{2}\.jsonl$/;

/** One line more, on the disk when this returns. */
export async function appendHead(dataDir: string, head: AuditHead): Promise<void> {
  const folder = path.join(dataDir, FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const month = new Date(head.at).toISOString().slice(0, 7);
  const file = await open(path.join(folder, `${month}.jsonl`), "a", 0o600);
  try {
    await file.appendFile(`${JSON.stringify({ [HEAD_MEMBER]: head })}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Every head that was written there, the oldest file first. */
export async function readHeadFiles(dataDir: string): Promise<AuditHead[]> {
  const heads: AuditHead[] = [];
  for (const file of await listFiles(dataDir)) {
    for (const head of readHeads(await readFile(file, "utf8"))) heads.push(head);
  }
  return heads;
}

/** The one that was written last by this installation. */
export async function readLastHead(
  dataDir: string,
  installation: string,
): Promise<AuditHead | null> {
  for (const file of (await listFiles(dataDir)).toReversed()) {
    const heads = readHeads(await readFile(file, "utf8"));
    const last = heads.findLast((head) => head.installation === installation);
    if (last) return last;
  }
  return null;
}

async function listFiles(dataDir: string): Promise<string[]> {
  const folder = path.join(dataDir, FOLDER);
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => FILE.test(name))
    .toSorted()
    .map((name) => path.join(folder, name));
}
