import type { Metadata } from "next";
import { cache } from "react";
import type { RuleDto } from "#lib/discovery/rules/dto";
import { getRule } from "#lib/discovery/rules/get-rule";
import { listTags } from "#lib/discovery/list-tags";
import { orNotFound } from "#lib/web/session";
import { Notice } from "../../../../_components/notice";
import { PageHead } from "../../../../_components/page-head";
import { toNamedTitle } from "../../../../_components/named-title";
import { startPage } from "../../../../_components/start-page";
import { readGifts } from "../../discover/_components/read-gifts";
import { DeleteRule } from "../_components/delete-rule";
import { readWhere } from "../_components/read-where";
import { RULE_CRUMBS } from "../_components/rule-crumbs";
import { RuleForm } from "../_components/rule-form";
import { AllAccounts, RuleState } from "../_components/rule-table";
import { toConditionWords, toGiftWords, toWhereWords } from "../_components/rule-words.pure";

type Params = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getRule((await startPage()).ctx, { ruleId: id }));

export function generateMetadata({ params }: Params): Promise<Metadata> {
  const name = params.then(({ id }) => load(id)).then((rule) => rule.name);
  return toNamedTitle("Rule", name);
}

export default async function RulePage({ params }: Params) {
  const page = await startPage();
  const { ctx, may } = page;
  const { id } = await params;
  const rule = await orNotFound(load(id));
  const mayWrite = may("instances.write");
  return (
    <div className="narrow">
      <PageHead
        crumbs={RULE_CRUMBS}
        title={rule.name}
        lead={<RuleState rule={rule} />}
        actions={mayWrite ? <DeleteRule ruleId={rule.id} name={rule.name} /> : undefined}
      />
      <div className="stack">
        <Trouble rule={rule} />
        <section className="panel" aria-label="Rule">
          <div className="panel-body">
            {mayWrite ? (
              <RuleForm
                rule={rule}
                gifts={await readGifts(page)}
                tagKeys={(await listTags(ctx)).items.map(({ text }) => text)}
                where={await readWhere(ctx)}
              />
            ) : (
              <Facts rule={rule} />
            )}
          </div>
        </section>
      </div>
    </div>
  );
}

function Trouble({ rule }: { rule: RuleDto }) {
  return (
    <>
      {rule.error === null ? null : (
        <Notice tone="bad">
          <p>
            <strong>What matches is not protected.</strong> {rule.error}
          </p>
          <p>Choose a schedule and a policy that exist, and save the rule.</p>
        </Notice>
      )}
      {rule.fellFrom === null ? null : (
        <Notice tone="warn">
          <p>
            <strong>
              {rule.matchCount} match, and {rule.fellFrom} did before.
            </strong>{" "}
            Tags were changed, or instances have gone. Saving the rule, or acknowledging its alert,
            takes what matches now as the measure.
          </p>
        </Notice>
      )}
    </>
  );
}

function Facts({ rule }: { rule: RuleDto }) {
  return (
    <dl className="facts">
      <dt>Matches when</dt>
      <dd className="hostile">
        {rule.conditions.length === 0
          ? "always"
          : rule.conditions.map(toConditionWords).join(", and ")}
      </dd>
      <dt>Where</dt>
      <dd>{toWhereWords(rule)}</dd>
      <dt>Gives</dt>
      <dd className="hostile">{toGiftWords(rule)}</dd>
      <dt>Match now</dt>
      <dd>{rule.matchCount}</dd>
      <dt>Protected by it</dt>
      <dd>{rule.protectedCount ?? <AllAccounts />}</dd>
    </dl>
  );
}
