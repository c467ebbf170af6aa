import { appendHead, readLastHead, streamHeadFiles } from "../audit/heads-file";
import type { AuditHead } from "../audit/heads.pure";
import { keepHeads } from "../audit/keep-heads";
import { problem, type ChainProblem } from "../audit/problem.pure";
import type { EpochMs } from "../clock";
import type { Config } from "../config";
import { toError } from "../errors";

type Place = Pick<Config, "dataDir" | "installationId">;

/**
 * What is written down beside the database, for a look that goes on without it: where a file cannot be
 * read or written, that is a problem to be told, and no reason to look at nothing.
 */
export class HeadShelf {
  readonly #place: Place;
  /** By its words: a full disk is one trouble, however many files it concerns. */
  readonly #troubles = new Map<string, ChainProblem>();

  #last: AuditHead | null = null;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Of what was tried so far. */
  troubles(): ChainProblem[] {
    return [...this.#troubles.values()];
  }

  /** The one that was written last. */
  async last(): Promise<AuditHead | null> {
    const { dataDir, installationId } = this.#place;
    this.#last = await this.#try("read", () => readLastHead(dataDir, installationId), null);
    return this.#last;
  }

  /** As many as are needed; see `keepHeads`. */
  all(now: EpochMs): Promise<AuditHead[]> {
    const { dataDir, installationId: installation } = this.#place;
    return this.#try("read", () => keepHeads(streamHeadFiles(dataDir), { installation, now }), []);
  }

  /** Unless it is the one that was written last. */
  async putLast(head: AuditHead): Promise<void> {
    if (this.#last?.seq !== head.seq || this.#last.mac !== head.mac) await this.#put(head);
  }

  /** Unless it stands there: where it does, every process that looks compares with it, and a restart. */
  async keep(head: AuditHead): Promise<void> {
    if (!(await this.#try("read", () => this.#holds(head), false))) await this.#put(head);
  }

  async #put(head: AuditHead): Promise<void> {
    this.#last = head;
    await this.#try("written", () => appendHead(this.#place.dataDir, head), undefined);
  }

  async #holds({ seq, mac }: AuditHead): Promise<boolean> {
    for await (const one of streamHeadFiles(this.#place.dataDir)) {
      if (one.seq === seq && one.mac === mac) return true;
    }
    return false;
  }

  async #try<T>(what: "read" | "written", work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const words = `What is written down in audit-heads cannot be ${what}: ${toError(error).message}. Until it can, a cut of the audit log may be known to the running processes and the logs alone.`;
      this.#troubles.set(what, problem("heads", [null, null], words));
      return otherwise;
    }
  }
}
