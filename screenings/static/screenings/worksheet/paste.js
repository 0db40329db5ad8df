/* A block of cells from a spreadsheet, pasted into the table. */
import { isEditable, isLong, rowOf, say, shownRows, write } from "./cells.js";
import { parseBlock } from "../block.js";

/** From this cell on, to the right and down. What has no room, or may not be written, is refused as a whole. */
export function pasteAt(cell, text) {
  const block = parseBlock(text, "\n");
  const rows = shownRows();
  const first = rows.indexOf(rowOf(cell));
  if (first + block.length > rows.length) {
    return say(`Nothing was pasted: the block has ${block.length} rows, and from here on there are ${rows.length - first}. Rows are added on the list's own page.`);
  }
  const pairs = block.flatMap((texts, down) => texts.map((each, right) => textFor(rows[first + down].cells[cell.cellIndex + right], each.trim())));
  if (pairs.some(([target]) => !target)) return say("Nothing was pasted: the block is wider than the table from here on.");
  const changed = pairs.filter(([target, each]) => target.textContent !== each);
  if (changed.some(([target]) => !isEditable(target))) return say("Nothing was pasted: the block would change a column that is read only here.");
  return write(changed);
}

/** Only a long text has lines. */
function textFor(cell, text) {
  return [cell, cell && isLong(cell) ? text : text.replaceAll("\n", " ")];
}
