import type { Client, InStatement, ResultSet, Transaction } from "@libsql/client";
import type Libsql from "libsql";
import { FileConnection } from "./file-connection";

type Statement = Libsql.Statement<unknown[]>;

/**
 * The writing connection to a database file, for Drizzle. `@libsql/client` prepares BEGIN anew for
 * every transaction and never resets one that found the lock taken: it stays in progress, and no
 * later COMMIT of its connection succeeds (libsql 0.5.29). Here BEGIN is one prepared statement,
 * which running again resets.
 */
export function openFileWriter(url: string): Client {
  return new FileWriter(url) as unknown as Client satisfies Client;
}

/** Durability is what we sell: FULL makes every commit survive a power cut. */
const PRAGMAS = ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"];

/** What Drizzle asks of a client when every write is a transaction: `transaction` and `execute`. */
class FileWriter {
  readonly protocol = "file";
  readonly #connection: FileConnection;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;

  constructor(url: string) {
    this.#connection = new FileConnection(url, PRAGMAS);
    this.#begin = this.#connection.prepare("BEGIN IMMEDIATE");
    this.#commit = this.#connection.prepare("COMMIT");
    this.#rollback = this.#connection.prepare("ROLLBACK");
  }

  get closed(): boolean {
    return !this.#connection.isOpen;
  }

  async execute(statement: InStatement): Promise<ResultSet> {
    return this.#connection.execute(statement);
  }

  async transaction(): Promise<Transaction> {
    this.#begin.run();
    const state = { open: true };
    const end = (statement: Statement): void => {
      state.open = false;
      if (this.#connection.inTransaction) statement.run();
    };
    const transaction = {
      get closed() {
        return !state.open;
      },
      execute: async (statement: InStatement) => this.#connection.execute(statement),
      commit: async () => {
        // A statement that failed badly has ended the transaction: there is nothing to commit.
        if (!this.#connection.inTransaction) throw new Error("The transaction was rolled back.");
        end(this.#commit);
      },
      rollback: async () => end(this.#rollback),
      close: () => end(this.#rollback),
    };
    return transaction as unknown as Transaction;
  }

  close(): void {
    this.#connection.close();
  }
}
