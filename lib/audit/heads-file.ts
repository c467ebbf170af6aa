import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { HEAD_MEMBER, readHeads, type AuditHead } from "./heads.pure";

/** In the data folder; a file for each month, of which none is ever removed by us. */
const FOLDER = "audit-heads";
/** Of a longer one the end is looked at: a head is some 200 characters. */
const LINE_LENGTH_MAX = 1_000_000;
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

/** Every head that was written there, the oldest file first, a piece of a file at a time. */
export async function* streamHeadFiles(dataDir: string): AsyncGenerator<AuditHead> {
  for (const file of await listFiles(dataDir)) yield* streamHeads(file);
}

/** Every head in a file of any size, whatever stands around it. */
export async function* streamHeads(file: string): AsyncGenerator<AuditHead> {
  let rest = "";
  for await (const piece of createReadStream(file, { encoding: "utf8" })) {
    const text = rest + String(piece);
    const end = text.lastIndexOf("\n") + 1;
    yield* readHeads(text.slice(0, end));
    rest = text.slice(end).slice(-LINE_LENGTH_MAX);
  }
  yield* readHeads(rest);
}

/** The one that was written last by this installation. */
export async function readLastHead(
  dataDir: string,
  installation: string,
): Promise<AuditHead | null> {
  for (const file of (await listFiles(dataDir)).toReversed()) {
    const lines = (await readFile(file, "utf8")).split("\n");
    for (const line of lines.toReversed()) {
      const last = readHeads(line).findLast((head) => head.installation === installation);
      if (last) return last;
    }
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
