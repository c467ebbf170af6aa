import { stringify } from "csv-stringify/sync";

export type CsvCell = string | number | boolean | null;

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * RFC 4180 in UTF-8, a page of rows at a time as the reader takes them. Every cell is quoted, and
 * one that a spreadsheet may take for a formula (`= + - @`, tab, CR, also behind what it does not
 * show) begins with an apostrophe.
 */
export function streamCsv(options: {
  header: readonly string[];
  pages: AsyncGenerator<CsvCell[][]>;
  /** Without the mark, Excel takes UTF-8 for the system's old code page. */
  byteOrderMark: boolean;
}): ReadableStream<Uint8Array> {
  const { pages } = options;
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const mark = options.byteOrderMark ? BYTE_ORDER_MARK : "";
      controller.enqueue(encoder.encode(mark + toLines([[...options.header]])));
    },
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(toLines(value)));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}

/** csv-stringify sees to a cell's first character; programs drop blanks and marks before it. */
const HIDDEN_FORMULA = /^[\s\p{Cf}\p{Cc}]+[=+\-@＝＋－＠]/u;

function toLines(rows: CsvCell[][]): string {
  return stringify(rows, {
    escape_formulas: true,
    quoted: true,
    record_delimiter: "windows",
    cast: {
      boolean: (value) => (value ? "yes" : "no"),
      string: (value) => (HIDDEN_FORMULA.test(value) ? `'${value}` : value),
    },
  });
}
