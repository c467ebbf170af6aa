import { expect, test } from "vitest";
import { iamStatementFor } from "#lib/aws/iam-statement.pure";
import { splitSuggestion } from "./split-suggestion.pure";

test("statements at the end are laid out to paste, and mean the same", () => {
  const json = iamStatementFor({
    action: "CreateImage",
    partition: "aws",
    installationId: "amivault-1",
  });
  const { words, statements } = splitSuggestion(`Add this to its IAM policy: ${json}`);
  expect(words).toBe("Add this to its IAM policy:");
  expect(statements).toContain('\n  "Effect": "Allow"');
  expect(JSON.parse(`[${statements}]`)).toEqual(JSON.parse(`[${json}]`));
});

test("what has none, or cannot be read, stays as it is", () => {
  for (const text of ["Back up now.", 'Like this: {"Effect":"Allow", and no more}', "{}"]) {
    expect(splitSuggestion(text)).toEqual({ words: text, statements: null });
  }
});
