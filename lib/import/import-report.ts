/** What an import did, or would do, of one kind of thing. */
export interface ImportCounts {
  imported: number;
  /** Imported before, or known otherwise. */
  present: number;
  leftOut: number;
}

export interface ImportReport {
  users: ImportCounts;
  credentials: ImportCounts;
  instances: ImportCounts;
  backups: ImportCounts;
  /** What was left out or changed, and why; without any secret. */
  notes: string[];
}

export type ImportKind = "users" | "credentials" | "instances" | "backups";

export function emptyReport(): ImportReport {
  return { users: none(), credentials: none(), instances: none(), backups: none(), notes: [] };
}

function none(): ImportCounts {
  return { imported: 0, present: 0, leftOut: 0 };
}

export function leaveOut(report: ImportReport, kind: ImportKind, why: string): void {
  report[kind].leftOut += 1;
  report.notes.push(why);
}

/** For a terminal. */
export function toReportText(report: ImportReport, check: boolean): string {
  const kinds = ["users", "credentials", "instances", "backups"] as const;
  const lines = kinds.map((kind) => {
    const { imported, present, leftOut } = report[kind];
    const verb = check ? "to import" : "imported";
    return `${kind.padEnd(12)} ${imported} ${verb}, ${present} there already, ${leftOut} left out`;
  });
  return [...lines, "", ...report.notes.map((note) => `- ${note}`)].join("\n");
}
