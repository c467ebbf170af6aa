"use client";

import { useMemo, useState } from "react";
import type { RetentionPolicyDto } from "#lib/retention/dto";
import type { RetentionRules } from "#lib/retention/retention-rules.pure";
import { toDraft, type PolicyDraft } from "../../_components/policy-draft.pure";
import { readRules, toRulesDraft, type ReadRules } from "../../_components/read-rules.pure";
import type { LabAddress } from "./lab-address.pure";

export interface SideDraft {
  draft: PolicyDraft;
  read: ReadRules;
  /** Somebody typed in it; else it is as saved, or as the other side. */
  isDraft: boolean;
  change: (changes: Partial<PolicyDraft>) => void;
  reset: () => void;
  copy: (rules: RetentionRules | null) => void;
}

/** A is a saved policy until somebody types in it; B is as A until then. */
export function useDrafts(of: {
  address: LabAddress;
  policies: readonly RetentionPolicyDto[];
  /** What the instance follows; null until it is known. */
  followed: RetentionPolicyDto | null;
}) {
  const { address, policies, followed } = of;
  const named = policies.find(({ id }) => id === address.policy) ?? null;
  const base = named ?? followed;
  const saved = useMemo(() => toDraft(base), [base]);
  const a = useSide(address.a, saved);
  const b = useSide(address.b, a.draft);
  return {
    /** Whose rules A are as long as nobody types. */
    base,
    a,
    b,
    codes: { a: a.isDraft ? a.read.rules : null, b: b.isDraft ? b.read.rules : null },
  };
}

function useSide(initial: RetentionRules | null, otherwise: PolicyDraft): SideDraft {
  const [typed, setTyped] = useState<PolicyDraft | null>(() => initial && toRulesDraft(initial));
  const draft = typed ?? otherwise;
  const read = useMemo(() => readRules(draft), [draft]);
  return {
    draft,
    read,
    isDraft: typed !== null,
    change: (changes) => setTyped((current) => ({ ...(current ?? otherwise), ...changes })),
    reset: () => setTyped(null),
    copy: (rules) => setTyped(rules && toRulesDraft(rules)),
  };
}
