import { expect, test } from "vitest";
import { toAccountName, toAccountWords } from "./user-words";

const PRODUCTION = { accountRef: "acc_1", accountId: "111111111111", name: "Production" };
const NAMELESS = { accountRef: "acc_2", accountId: "222222222222", name: null };

test("an account is told by name and number, one without a name by its number", () => {
  expect(toAccountName(PRODUCTION)).toBe("Production (111111111111)");
  expect(toAccountName(NAMELESS)).toBe("222222222222");
});

test("where a user is limited to accounts, they are all told", () => {
  expect(toAccountWords({ accounts: null })).toBe("every account");
  expect(toAccountWords({ accounts: [] })).toBe("no account that is left");
  expect(toAccountWords({ accounts: [PRODUCTION, NAMELESS] })).toBe(
    "Production (111111111111), 222222222222",
  );
});
