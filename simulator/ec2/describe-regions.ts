import { AwsError } from "../core/errors";
import { readFilters, type FilterFields } from "../core/filters";
import { authorize, endDryRun, type Operation } from "../core/operation";
import { REGIONS, type RegionStatus } from "../core/regions";

interface RegionRow {
  name: string;
  status: RegionStatus;
}

const endpointOf = (name: string): string => `ec2.${name}.amazonaws.com`;

const FIELDS: FilterFields<RegionRow> = {
  endpoint: (row) => [endpointOf(row.name)],
  "opt-in-status": (row) => [row.status],
  "region-name": (row) => [row.name],
};

export const describeRegions: Operation = {
  params: ["RegionName", "AllRegions", "Filter"],
  bucket: "read",
  run: (call) => {
    const { world, params, accountId, now } = call;
    const names = params.list("RegionName");
    const stranger = names.find((name) => !REGIONS.has(name));
    if (stranger !== undefined) {
      throw new AwsError("InvalidParameterValue", `Invalid region provided: [${stranger}]`);
    }
    const filters = readFilters({ params, fields: FIELDS, tagged: false });
    const everything = params.flag("AllRegions") ?? false;
    authorize(call, "*");
    endDryRun(call);
    const account = world.accounts.get(accountId);
    const rows = [...REGIONS.keys()]
      .filter((name) => names.length === 0 || names.includes(name))
      .map((name) => ({
        name,
        status:
          account === undefined ? "not-opted-in" : world.regionStatus({ account, region: name }),
      }))
      .filter((row) => everything || names.length > 0 || row.status !== "not-opted-in")
      .filter((row) => filters.every((filter) => filter.matches(row, now)));
    return {
      regionInfo: rows.map(({ name, status }) => ({
        regionName: name,
        regionEndpoint: endpointOf(name),
        optInStatus: status,
      })),
    };
  },
};
