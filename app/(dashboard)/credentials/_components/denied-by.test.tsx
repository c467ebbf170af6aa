import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { CredentialDetailDto, PermissionDto } from "#lib/credentials/dto";
import { Remedies } from "../doctor/remedies";
import { PermissionsPanel } from "./permissions-panel";

const NOTE =
  "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ec2:CreateImage with an explicit deny in a service control policy.";
const STATEMENT = '{"Effect":"Allow","Action":"ec2:CreateImage","Resource":"*"}';
const DENIED: PermissionDto = {
  action: "ec2:CreateImage",
  why: "make backups, with their tags",
  state: "missing",
  note: NOTE,
  statement: STATEMENT,
};

const permissionsWith = (item: PermissionDto) => {
  const place = { region: "eu-west-1", items: [item], schedule: null };
  return { ...place, checkedAt: "2026-02-01T00:00:00.000Z", regions: [place] };
};
const onPage = (item: PermissionDto) =>
  renderToStaticMarkup(<PermissionsPanel permissions={permissionsWith(item)} now={0} />);

it("who denies it stands beside the statement, on a credential's page and the doctor's", () => {
  const credential: CredentialDetailDto = {
    id: "crd_1",
    name: "Production",
    kind: "access_key",
    accountRef: "acc_1",
    accountId: "123456789012",
    partition: "aws",
    region: "eu-west-1",
    accessKeyIdLast4: "MPLE",
    hasSecret: true,
    roleArn: null,
    externalId: null,
    sourceCredentialId: null,
    temporary: false,
    expiresAt: null,
    callerArn: null,
    validatedAt: null,
    validationError: null,
    permissionsCheckedAt: null,
    missingPermissions: ["ec2:CreateImage"],
    usedByCount: 0,
    createdAt: "2026-02-01T00:00:00.000Z",
    updatedAt: "2026-02-01T00:00:00.000Z",
    permissions: permissionsWith(DENIED),
    features: ["backups"],
    neededPolicy: "{}",
  };
  for (const shown of [
    onPage(DENIED),
    renderToStaticMarkup(<Remedies credential={credential} />),
  ]) {
    expect(shown).toContain(NOTE);
    expect(shown).toContain("the policy that denies it has to be changed");
  }
});

it("what is not known has its note alone", () => {
  const shown = onPage({ ...DENIED, state: "unknown", note: "Not asked.", statement: null });
  expect(shown).toContain("Not asked.");
  expect(shown).not.toContain("explicit deny");
});
