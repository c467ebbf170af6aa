"use client";

import { useMemo } from "react";
import { monthlyUsdAtMost } from "#lib/costs/cost.pure";
import type { StorageDto } from "#lib/storage/dto";
import { toCountText } from "../../../_components/count-text.pure";
import { toUsdText } from "../../../_components/cost.pure";
import { ChartDetails } from "../chart-details";
import { toDayText } from "../heat/heat-words.pure";
import { toGrownText } from "./storage-words.pure";
import { TrendChart } from "./trend-chart";

const GIB = 1024 ** 3;

export function StorageTrend(props: Pick<StorageDto, "days" | "usdPerGiBMonth">) {
  const { days, usdPerGiBMonth } = props;
  const points = useMemo(
    () =>
      days.map(({ day, bytes, images }) => {
        const usd = toUsdText(monthlyUsdAtMost(bytes, usdPerGiBMonth));
        const note = `${toGrownText(bytes)}, ${usd} a month at most, ${toCountText(images, "image")}`;
        return { label: toDayText(day), gib: bytes / GIB, note };
      }),
    [days, usdPerGiBMonth],
  );
  const [first] = points;
  const last = points.at(-1);
  return (
    <>
      <TrendChart
        points={points}
        label={`Stored size over ${points.length} days: ${first?.label} ${first?.note}; ${last?.label} ${last?.note}`}
      />
      <ChartDetails>
        <table className="table table-sm chart-table">
          <caption>
            Stored at each day’s end (UTC), full size and cost at most, newest first
          </caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Size</th>
              <th scope="col">A month</th>
              <th scope="col">Images</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, bytes, images }) => (
              <tr key={day}>
                <th scope="row">{toDayText(day)}</th>
                <td>{toGrownText(bytes)}</td>
                <td>{toUsdText(monthlyUsdAtMost(bytes, usdPerGiBMonth))}</td>
                <td>{images.toLocaleString("en-US")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ChartDetails>
    </>
  );
}
