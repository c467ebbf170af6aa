import type { Change } from "../chaos/bugs";

/** Bugs that the year's own bundle can have, each with the keys that must show it. */
export const YEAR_BUGS = {
  /** What AWS did not start is dropped from the list of what was expected. */
  "silent-ledger": {
    caughtBy: ["undetected"],
    changes: [
      {
        file: "backups/apply-awaited.ts",
        from: 'await miss(tx, ctx, awaited, notStartedReason({ ...awaited, fromHere: "over" }));',
        to: 'await skipBackup(tx, ctx, { backup, reason: "paused" });',
      },
    ],
  },
  /** Nobody is told of an instance whose backup did not come. */
  "no-alert": {
    caughtBy: ["undetected"],
    changes: [
      {
        file: "alerts/raise-for-instances.ts",
        from: "  await raiseAlerts(tx, ctx, news);",
        to: "",
      },
    ],
  },
  /** A report's word becomes the backup's status. */
  "believes-reports": {
    caughtBy: ["forgedEffects"],
    changes: [
      {
        file: "eventbridge/accept-report.ts",
        from: 'import { recordAudit } from "../audit/record-audit";',
        to: 'import { sql } from "drizzle-orm";\nimport { recordAudit } from "../audit/record-audit";',
      },
      {
        file: "eventbridge/accept-report.ts",
        from: "  const { type, code, imageId, imageName, functionVersion, at } = report;",
        to:
          "  const { type, code, imageId, imageName, functionVersion, at } = report;\n" +
          '  if (type === "failed" && "key" in by) await tx.run(sql`update backups set status = ' +
          "'failed' where key = ${by.key}`);",
      },
    ],
  },
  /** Leaving forgets the rule instead of removing it. */
  "keeps-rules": {
    caughtBy: ["leftovers"],
    changes: [
      {
        file: "eventbridge/work-on-object.ts",
        from: "    : takeAway(work, { row, kind, named, seen });",
        to: '    : row.kind === "rule" ? forget(work, row) : takeAway(work, { row, kind, named, seen });',
      },
    ],
  },
  /** Each image of the function has a name of its own, and it finds none that is there. */
  "random-name": {
    caughtBy: ["duplicates"],
    changes: [
      {
        file: "eventbridge/function-package.ts",
        from: "  const code = await readFile(findBundle());",
        to: `  const code = Buffer.from(String(await readFile(findBundle()))
    .replace(/(InstanceId:\\w+,Name:\\w+)(?=,Description:)/, "$1.slice(0,-6)+Math.random().toString(36).slice(2,8)")
    .replace(/(Owners:\\["self"\\],IncludeDisabled:!0,Filters:)\\w+/, '$1[{Name:"name",Values:["none"]}]'));`,
      },
    ],
  },
  /** AWS's Sunday is 1, and here it is 2. */
  "next-weekday": {
    caughtBy: ["conversionMismatches"],
    changes: [
      {
        file: "eventbridge/aws-days.pure.ts",
        from: "  return toAwsField({ values: values.map((weekday) => weekday + 1), count: 7 });",
        to: "  return toAwsField({ values: values.map((day) => ((day + 1) % 7) + 1), count: 7 });",
      },
    ],
  },
} as const satisfies Record<string, { caughtBy: readonly string[]; changes: readonly Change[] }>;

export type YearBug = keyof typeof YEAR_BUGS;

export function isYearBug(name: string): name is YearBug {
  return Object.hasOwn(YEAR_BUGS, name);
}
