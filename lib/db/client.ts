import { createClient, type Client } from "@libsql/client";
import { drizzle, type LibSQLDatabase } from "drizzle-orm/libsql";
import { WriteMutex } from "./write-mutex";
import { runWrite, type Tx } from "./tx";
import * as schema from "./schema";

export type Schema = typeof schema;
type Drizzle = LibSQLDatabase<Schema>;

/** What repositories take: the reading side or an open transaction. */
export type Queryable = Pick<Drizzle, "select" | "selectDistinct" | "$count"> | Tx;

export interface Database {
  /** Reads outside a transaction. Never write through it. */
  readonly read: Drizzle;
  /**
   * Runs `work` in one IMMEDIATE transaction, after every earlier write of this process.
   * Await nothing but the transaction inside: a busy wait of libSQL blocks the event loop.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): void;
}

export interface DatabaseOptions {
  /** `file:…` or `libsql://…` */
  url: string;
  authToken?: string | undefined;
}

/** `timeout: 0`: BUSY from another process is retried asynchronously by `runWrite`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const shared = { url: options.url, authToken: options.authToken, timeout: 0 };
  const reader = createClient(shared);
  // One connection, so that a PRAGMA sticks to every later write.
  const writer = createClient({ ...shared, concurrency: 1 });
  const isFile = options.url.startsWith("file:");
  if (isFile) await prepareFile(writer);
  async function renew(): Promise<void> {
    await writer.reconnect();
    if (isFile) await writer.execute(FULL);
  }
  const writing = drizzle(writer, { schema });
  const mutex = new WriteMutex();
  return {
    read: drizzle(reader, { schema }),
    write: (work) => mutex.run(() => runWrite(writing, work, renew)),
    close() {
      reader.close();
      writer.close();
    },
  };
}

/** Durability is what we sell: FULL makes every commit survive a power cut. Per connection. */
const FULL = "PRAGMA synchronous = FULL";

async function prepareFile(writer: Client): Promise<void> {
  await writer.execute("PRAGMA journal_mode = WAL");
  await writer.execute(FULL);
}
