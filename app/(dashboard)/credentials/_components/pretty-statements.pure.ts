/** Statements as the API has them, `{…},{…}`, on lines that a person can read and paste. */
export function toPrettyStatements(statement: string): string {
  const statements: unknown = JSON.parse(`[${statement}]`);
  if (!Array.isArray(statements)) return statement;
  return statements.map((one) => JSON.stringify(one, null, 2)).join(",\n");
}
