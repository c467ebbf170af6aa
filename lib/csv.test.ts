import { describe, expect, it } from "vitest";
import { streamCsv, type CsvCell } from "./csv";

async function* pagesOf(...pages: CsvCell[][][]): AsyncGenerator<CsvCell[][]> {
  yield* pages;
}

const textOf = (pages: AsyncGenerator<CsvCell[][]>, byteOrderMark = false) =>
  new Response(streamCsv({ header: ["name", "n"], pages, byteOrderMark })).text();

describe("streamCsv", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1"])(
    "lets no spreadsheet take %j for a formula",
    async (name) => {
      const [, row] = (await textOf(pagesOf([[name, 1]]))).split("\r\n");
      expect(row).toBe(`"'${name}","1"`);
    },
  );

  it.each(["\n=1+1", "  =1+1", "\u00A0@SUM(A1)", "\uFEFF=1", "\u200B-1", "\0=1", "\u3000＝1"])(
    "nor for one behind what is not shown: %j",
    async (name) => {
      const text = await textOf(
        pagesOf([
          [name, 1],
          ["\n a - b", 2],
        ]),
      );
      expect(text).toBe(`"name","n"\r\n"'${name}","1"\r\n"\n a - b","2"\r\n`);
    },
  );

  it("keeps quotes, commas, line breaks and other scripts as they are, and ends lines with CRLF", async () => {
    const text = await textOf(pagesOf([['a"b,c\nd', 1]], [["Zürich 東京", null]]));
    expect(text).toBe('"name","n"\r\n"a""b,c\nd","1"\r\n"Zürich 東京",\r\n');
  });

  it("begins with a byte order mark only for those who ask for it", async () => {
    const bytes = await new Response(
      streamCsv({ header: ["a"], pages: pagesOf(), byteOrderMark: true }),
    ).bytes();
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
    expect((await textOf(pagesOf()))[0]).toBe('"');
  });

  it("reads no page that nobody takes, and stops when the reader goes away", async () => {
    let read = 0;
    let ended = false;
    async function* endless(): AsyncGenerator<CsvCell[][]> {
      try {
        for (;;) {
          read++;
          yield [["x", read]];
        }
      } finally {
        ended = true;
      }
    }
    const reader = streamCsv({
      header: ["a"],
      pages: endless(),
      byteOrderMark: false,
    }).getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    expect(read).toBeLessThan(4);
    expect(ended).toBe(true);
  });

  it("breaks off where a page cannot be read: a short file must not look whole", async () => {
    async function* broken(): AsyncGenerator<CsvCell[][]> {
      yield [["a", 1]];
      throw new Error("the database went away");
    }
    await expect(textOf(broken())).rejects.toThrow("went away");
  });
});
