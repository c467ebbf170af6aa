import { expect, test } from "vitest";
import { parseAuditCommand } from "./parse-audit-command";

const parse = (line: string) => parseAuditCommand(line.split(" ").filter((word) => word !== ""));

test("knows what may be said to it", () => {
  expect(parse("verify --heads a.jsonl --json --heads -")).toEqual({
    act: "verify",
    headFiles: ["a.jsonl", "-"],
    isJson: true,
  });
  expect(parse("export")).toMatchObject({ act: "export", headFiles: [] });
  expect(parse("accept-restore --heads a")).toMatchObject({ headFiles: ["a"] });
});

test.each([
  ["", "What is to be done was not said."],
  ["constructor", "What is to be done was not said."],
  ["verify --head a.jsonl", "verify does not know --head."],
  ["verify a.jsonl", "verify does not know a.jsonl."],
  ["verify --heads", "No file was named after --heads."],
  ["verify --heads --json", "No file was named after --heads."],
  ["export --json", "export does not know --json."],
  ["accept-restore --json", "accept-restore does not know --json."],
])("refuses “%s”, so that nothing is passed over", (line, why) => {
  expect(() => parse(line)).toThrow(
    expect.objectContaining({
      message: why,
      suggestion: expect.stringContaining("verify [--heads"),
    }),
  );
});
