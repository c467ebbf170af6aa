import { DownloadIcon } from "../../../_components/icons";
import { toListHref } from "../../../_components/list-query";
import { toExportLabels } from "./export-labels.pure";

const PATH = "/api/audit/export";

/** What the filters leave, if there are any, and all there is. */
export function ExportLinks(props: {
  filters: Readonly<Record<string, string>>;
  /** How many fit; null where nobody counted them. */
  matching: number | null;
  seesAll: boolean;
}) {
  const { filters } = props;
  const { these, all } = toExportLabels(props);
  return (
    <>
      {these === null ? null : (
        <a className="btn btn-plain" href={toListHref(PATH, filters)} download>
          <DownloadIcon /> {these}
        </a>
      )}
      <a className="btn btn-plain" href={PATH} download>
        <DownloadIcon /> {all}
      </a>
    </>
  );
}
