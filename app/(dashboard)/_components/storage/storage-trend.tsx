"use client";

import { useMemo } from "react";
import { monthlyUsdAtMost } from "#lib/costs/cost.pure";
import type { StorageDto } from "#lib/storage/dto";
import { LineChart } from "../../../_components/charts/line-chart";
import { toCountText } from "../../../_components/count-text.pure";
import { toUsdText } from "../../../_components/cost.pure";
import { ChartDetails } from "../chart-details";
import { toDayText } from "../heat/heat-words.pure";
import { toGrownText } from "./storage-words.pure";

const GIB = 1024 ** 3;

export function StorageTrend(props: Pick<StorageDto, "days" | "usdPerGiBMonth">) {
  const { days, usdPerGiBMonth } = props;
  const xs = useMemo(() => days.map(({ day }) => Date.parse(`${day}T00:00:00Z`)), [days]);
  const toNote = (index: number): string => {
    const { bytes = 0, images = 0 } = days[index] ?? {};
    const usd = toUsdText(monthlyUsdAtMost(bytes, usdPerGiBMonth));
    return `${toGrownText(bytes)}, ${usd} a month at most, ${toCountText(images, "image")}`;
  };
  const toSaid = (index: number) => `${toDayText(days.at(index)?.day ?? "")} ${toNote(index)}`;
  return (
    <>
      <LineChart
        label={`Stored size over ${days.length} days: ${toSaid(0)}; ${toSaid(days.length - 1)}`}
        xs={xs}
        lines={[{ label: "Stored", values: days.map(({ bytes }) => bytes / GIB), look: "main" }]}
        toText={(_, index) => toNote(index)}
        toTick={(gib) => `${gib.toLocaleString("en-US")} GiB`}
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
