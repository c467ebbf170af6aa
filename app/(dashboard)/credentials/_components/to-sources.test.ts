import { expect, test } from "vitest";
import { toSources } from "./to-sources";

const SOURCE = { accountId: "111122223333", partition: "aws", callerArn: null };
const key = { ...SOURCE, id: "crd_2", name: "key", kind: "access_key", temporary: false } as const;
const session = {
  ...SOURCE,
  id: "crd_1",
  name: "a day",
  kind: "session",
  temporary: true,
} as const;
const role = {
  ...SOURCE,
  id: "crd_3",
  name: "role",
  kind: "assume_role",
  temporary: false,
} as const;

test("a role is offered what lasts before what ends by itself, and no role", () => {
  const offered = toSources([session, key, role]);
  expect(offered.map(({ id, temporary }) => [id, temporary])).toEqual([
    ["crd_2", false],
    ["crd_1", true],
  ]);
});
