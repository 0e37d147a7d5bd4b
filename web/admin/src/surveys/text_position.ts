// Place in a text by line and column (both from 1, columns in characters).
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  const row = [...text.slice(start, end < 0 ? text.length : end)];
  return start + row.slice(0, Math.max(0, column - 1)).join('').length;
}
