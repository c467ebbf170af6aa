import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { FormError } from "./form-error";

const REFUSED = {
  code: "validation",
  message: "AWS does not let this key assume the role.",
  requestId: "req_1",
} as const;

it("says what to do also where what is wrong stands at a field", () => {
  const fields = { roleArn: [REFUSED.message] };
  const error = { ...REFUSED, fields, suggestion: "Put the external id into its trust policy." };
  expect(renderToStaticMarkup(<FormError error={error} />)).toContain(error.suggestion);
});

it("gives the statements that are missing to copy", () => {
  const suggestion = 'Add this: {"Effect":"Allow","Action":"ec2:CreateImage","Resource":"*"}';
  for (const more of [{}, { fields: { region: ["Not allowed."] } }]) {
    const shown = renderToStaticMarkup(<FormError error={{ ...REFUSED, ...more, suggestion }} />);
    expect(shown).toContain('<p class="hostile">Add this:</p>');
    expect(shown).toContain("Copy the statements");
  }
});
