import { expect, test } from "vitest";
import { createLogger } from "./logger";

test("a name with line breaks stays one line, a secret by name is redacted, the time is UTC", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLogger({ component: "test", level: "info", destination });
  const name = 'web\n{"level":60,"msg":"forged"}\r\n\u2028';
  log.info({ name, password: "ember", headers: { cookie: "a=b" } }, name);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    name,
    msg: name,
    password: "[redacted]",
    headers: { cookie: "[redacted]" },
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    component: "test",
  });
});
