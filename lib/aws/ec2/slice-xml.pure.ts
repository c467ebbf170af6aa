/**
 * Cuts an answer of EC2's query protocol into several, each with at most `size` of the list's items
 * and with all that stands around the list. What has no such list stays one. Texts cannot hold a
 * tag: `<` in them is escaped.
 */
export function sliceXml(body: string, list: string, size: number): string[] {
  const [open, close] = [`<${list}>`, `</${list}>`];
  const from = body.indexOf(open);
  if (from === -1) return [body];
  const begin = from + open.length;
  const cuts = findCuts(body, begin, size);
  const end = body.indexOf(close, cuts.at(-1) ?? begin);
  if (end === -1 || cuts.length === 0) return [body];
  const [head, tail] = [body.slice(0, begin), body.slice(end)];
  const edges = [begin, ...cuts, end];
  return edges.slice(1).flatMap((to, index) => {
    const items = body.slice(edges[index], to);
    return items.trim() === "" ? [] : [head + items + tail];
  });
}

/** Behind each `size`-th item of the list that begins there. */
function findCuts(body: string, begin: number, size: number): number[] {
  const cuts: number[] = [];
  const tags = /<(\/?)item>/g;
  tags.lastIndex = begin;
  let depth = 0;
  let items = 0;
  for (let tag = tags.exec(body); tag !== null; tag = tags.exec(body)) {
    depth += tag[1] === "" ? 1 : -1;
    if (depth < 0) break;
    if (depth > 0) continue;
    items += 1;
    if (items % size === 0) cuts.push(tags.lastIndex);
  }
  return cuts;
}
