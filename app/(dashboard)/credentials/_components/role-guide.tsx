"use client";

import { useState } from "react";
import { FEATURES, type Feature } from "#lib/credentials/features.pure";
import { roleTrust } from "#lib/credentials/role-trust.pure";
import { Choices } from "../../../_components/choices";
import { CopyButton } from "../../../_components/copy-button";
import { DownloadIcon } from "../../../_components/icons";
import type { SourceOption } from "./secret-fields";

const CHOICES = [
  { value: "deletion", label: "Remove what the retention policy lets go" },
  { value: "eventbridge", label: "Let EventBridge start backups" },
] as const;

/** Where nobody knows yet whose keys will assume the role. */
const UNKNOWN_ACCOUNT = "YOUR-ACCOUNT-ID";

export interface RoleGuideProps {
  externalId: string;
  source: SourceOption | undefined;
  statements: Readonly<Record<Feature, readonly unknown[]>>;
}

/** How the role comes to be: by a stack, or by hand from two policies. */
export function RoleGuide({ externalId, source, statements }: RoleGuideProps) {
  const [chosen, setChosen] = useState<readonly string[]>(["deletion"]);
  const features = FEATURES.filter((one) => one === "backups" || chosen.includes(one));
  const trust = roleTrust({
    externalId,
    assumer: source ?? { partition: "aws", accountId: UNKNOWN_ACCOUNT, callerArn: null },
  });
  const Statement = features.flatMap((feature) => statements[feature]);
  return (
    <section className="stack" aria-label="Make the role">
      <p className="muted m-0">
        Make a role in the account that is to be backed up, then paste its ARN below. No key of that
        account is stored here, and it can be taken back there at any time.
      </p>
      <Choices
        legend="What it is for, besides making backups"
        options={CHOICES}
        chosen={chosen}
        onChange={setChosen}
      />
      <div>
        <a
          className="btn btn-plain"
          href={templateHref({ features, externalId, source })}
          download="amivault-role.yaml"
        >
          <DownloadIcon /> CloudFormation template
        </a>
      </div>
      <p className="muted small m-0">
        Its output RoleArn is what to paste. For many accounts: a StackSet with the same file, and
        its external id for each of them.
      </p>
      <details>
        <summary>By hand: the trust policy</summary>
        <p className="muted small">
          The external id keeps others, who are reached from the same place, from having AMIVault
          use your role for them.
        </p>
        <Document value={trust} label="the trust policy" />
      </details>
      <details>
        <summary>By hand: the permission policy</summary>
        <Document value={{ Version: "2012-10-17", Statement }} label="the permission policy" />
      </details>
    </section>
  );
}

function Document({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <div className="command mt-2">
      {text}
      <CopyButton text={text} label={label} />
    </div>
  );
}

function templateHref(of: {
  features: readonly Feature[];
  externalId: string;
  source: SourceOption | undefined;
}): string {
  const query = new URLSearchParams({ features: of.features.join(",") });
  if (of.externalId !== "") query.set("externalId", of.externalId);
  if (of.source) query.set("sourceCredentialId", of.source.id);
  return `/api/aws-credentials/template?${query}`;
}
