import { inChunks } from "../aws/ec2/filter-value.pure";
import { newId } from "../ids";
import { findingKey, type NewFinding } from "./finding.pure";
import { insertFindings, patchFindings, type OpenFinding } from "./findings.repo";
import { findingsChanged } from "./findings-changed";
import { count, type Pass } from "./pass";

const ROWS_PER_WRITE = 50;

/** Opens what is new, and corrects what has changed; what is as it was costs no write. */
export async function recordFindings(pass: Pass, found: readonly NewFinding[]): Promise<void> {
  for (const finding of found) {
    pass.touched.add(findingKey(finding));
    count(pass, `found.${finding.kind}`);
  }
  const news = found.filter((finding) => isNews(finding, pass.open.get(findingKey(finding))));
  for (const chunk of inChunks(news, ROWS_PER_WRITE)) await write(pass, chunk);
}

function isNews(finding: NewFinding, known: OpenFinding | undefined): boolean {
  return (
    known?.code !== finding.code ||
    known.message !== finding.message ||
    known.repair !== finding.repair ||
    known.backupId !== finding.backupId
  );
}

async function write(pass: Pass, chunk: readonly NewFinding[]): Promise<void> {
  const { ctx, place, open } = pass;
  const now = ctx.runtime.clock.now();
  const fresh: Array<NewFinding & { id: string }> = [];
  const changed: Array<{ id: string; finding: NewFinding }> = [];
  for (const finding of chunk) {
    const known = open.get(findingKey(finding));
    if (known) changed.push({ id: known.id, finding });
    else fresh.push({ ...finding, id: newId("fnd", now, ctx.runtime.random) });
  }
  await ctx.runtime.db.write(async (tx) => {
    await insertFindings(
      tx,
      fresh.map((finding) => ({ ...finding, ...place, firstSeenAt: now, lastSeenAt: now })),
    );
    for (const { id, finding } of changed) {
      await patchFindings(tx, [id], { ...finding, lastSeenAt: now, ignoredAt: null, planId: null });
    }
    await findingsChanged(tx, ctx, place);
  });
  for (const finding of fresh) open.set(findingKey(finding), { ...finding, planId: null });
  for (const { id, finding } of changed) {
    open.set(findingKey(finding), { ...finding, id, planId: null });
  }
}
