import { expect, it } from "vitest";
import { newDraft, toChanges, toInput } from "./rule-draft.pure";

const read = (changes: Partial<ReturnType<typeof newDraft>>) =>
  toInput({ ...newDraft([]), name: "Production", ...changes }, { mayChoosePolicy: true });

it("sends what was changed alone, so that nothing of another person's is taken back", () => {
  expect(toChanges(read({}), read({}))).toEqual({});
  expect(toChanges(read({}), read({ name: "Staging", regions: ["eu-west-1"] }))).toEqual({
    name: "Staging",
    regions: ["eu-west-1"],
  });
  expect(toChanges(read({ policyId: "pol_a" }), read({}))).toEqual({ retentionPolicyId: null });
});
