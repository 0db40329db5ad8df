/* A block of cells as spreadsheets hand it over: tabs between cells, lines between rows, quotes around what holds either. */
const CELL = /(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^\t\n]*))(?<end>\t|\n|$)/gu;

/** `lineEnd` is what stands for one inside a cell. */
export function parseBlock(text, lineEnd = " ") {
  const rows = [[]];
  for (const { groups: { quoted, plain, end } } of text.replace(/\r\n?/gu, "\n").replace(/\n$/u, "").matchAll(CELL)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"').replaceAll("\n", lineEnd));
    if (end === "\n") rows.push([]);
    if (!end) break;
  }
  return rows;
}
