import type { Context } from "#lib/context";
import { getStorage } from "#lib/storage/get-storage";
import { toPriceText, toUsdText } from "../../../_components/cost.pure";
import { Link } from "../../../_components/link";
import { Panel } from "../../../_components/panel";
import { StorageTrend } from "./storage-trend";
import { toGrownText, toTrendText } from "./storage-words.pure";

const DAYS = 90;
const COMPARED_DAYS = 30;

/** How much is kept and what it may cost, never as a saving. */
export async function StoragePanel({ ctx }: { ctx: Context }) {
  const { now, usdPerGiBMonth, days } = await getStorage(ctx, { days: DAYS });
  const trend = toTrendText(days, COMPARED_DAYS);
  return (
    <Panel title="Stored" aside={<Link href="/backups?status=available">Available backups</Link>}>
      <dl className="figures">
        <div>
          <dt>Full size, at most</dt>
          <dd>{toGrownText(now.bytes)}</dd>
          <dd className="muted small">
            {now.images.toLocaleString("en")} {now.images === 1 ? "image" : "images"}
            {trend === null ? "" : `, ${trend}`}
          </dd>
        </div>
        <div>
          <dt>Cost a month, at most</dt>
          <dd>{toUsdText(now.monthlyUsdAtMost)}</dd>
          <dd className="muted small">
            <Link href="/settings">{toPriceText(usdPerGiBMonth)}</Link>; snapshots share unchanged
            blocks, which AWS bills once
          </dd>
        </div>
      </dl>
      {days.length > 1 ? (
        <StorageTrend days={days} usdPerGiBMonth={usdPerGiBMonth} />
      ) : (
        <p className="muted m-0">The trend appears here from tomorrow on.</p>
      )}
    </Panel>
  );
}
