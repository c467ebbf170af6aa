import type { Metadata } from "next";
import { listTags } from "#lib/discovery/list-tags";
import { NotAllowed } from "../../../../_components/not-allowed";
import { PageHead } from "../../../../_components/page-head";
import { startPage } from "../../../../_components/start-page";
import { readGifts } from "../../discover/_components/read-gifts";
import { RULE_CRUMBS } from "../_components/rule-crumbs";
import { readWhere } from "../_components/read-where";
import { RuleForm } from "../_components/rule-form";

export const metadata: Metadata = { title: "New rule" };

export default async function NewRulePage() {
  const page = await startPage();
  const { ctx, may } = page;
  if (!may("instances.write")) return <NotAllowed needs="an operator or an administrator" />;
  const tags = await listTags(ctx);
  return (
    <div className="narrow">
      <PageHead
        crumbs={RULE_CRUMBS}
        title="New rule"
        lead="What it matches is protected by itself, now and later."
      />
      <section className="panel" aria-label="New rule">
        <div className="panel-body">
          <RuleForm
            rule={null}
            gifts={await readGifts(page)}
            tagKeys={tags.items.map(({ text }) => text)}
            where={await readWhere(ctx)}
          />
        </div>
      </section>
    </div>
  );
}
