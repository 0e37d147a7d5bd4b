// The same table as a file: CSV for everyone, XLSX for spreadsheets. Full precision, as the server gave it.
export type Cell = string | number | null;

export interface Sheet {
  name: string;
  head: string[];
  rows: Cell[][];
}

// A text that a spreadsheet would run as a formula is made harmless by an apostrophe.
const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = harmless(cell);
  return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// UTF-8 with a byte order mark, so that spreadsheets read Cyrillic.
export function toCsv(sheet: Sheet): string {
  return '\ufeff' + [sheet.head, ...sheet.rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

const escapeXml = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function xlsxCell(cell: Cell): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

export function xlsxParts(sheet: Sheet): [string, string][] {
  const rows = [sheet.head, ...sheet.rows].map((row) => `<row>${row.map(xlsxCell).join('')}</row>`).join('');
  const name = escapeXml(sheet.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet1');
  return [
    ['[Content_Types].xml', `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`],
    ['_rels/.rels', `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`],
  ];
}

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return (crc ^ 0xffffffff) >>> 0;
}

// A zip archive of stored (uncompressed) files: enough for a small workbook.
export function zip(parts: [string, Uint8Array][]): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, bytes] of parts) {
    const name = new TextEncoder().encode(path);
    const fields = entryFields(bytes, name.length);
    chunks.push(numbers([[0x04034b50, 4], ...fields]), name, bytes);
    directory.push(numbers([[0x02014b50, 4], [20, 2], ...fields, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), name);
    offset += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, chunk) => sum + chunk.length, 0);
  const end = numbers([[0x06054b50, 4], [0, 2], [0, 2], [parts.length, 2], [parts.length, 2], [size, 4], [offset, 4], [0, 2]]);
  return join([...chunks, ...directory, end]);
}

// Version 2.0, names in UTF-8, stored, 1 January 1980.
function entryFields(bytes: Uint8Array, nameLength: number): [number, number][] {
  return [[20, 2], [0x0800, 2], [0, 2], [0, 2], [0x21, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [nameLength, 2], [0, 2]];
}

function numbers(fields: [number, number][]): Uint8Array {
  const out: number[] = [];
  for (const [value, size] of fields) {
    for (let byte = 0; byte < size; byte++) out.push((value >>> (8 * byte)) & 255);
  }
  return Uint8Array.from(out);
}

function join(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function saveCsv(sheet: Sheet): void {
  saveBlob(new Blob([toCsv(sheet)], { type: 'text/csv' }), `${sheet.name}.csv`);
}

export function saveText(text: string, name: string): void {
  saveBlob(new Blob([text], { type: 'text/plain' }), name);
}

export function saveXlsx(sheet: Sheet): void {
  const parts = xlsxParts(sheet).map(([path, text]): [string, Uint8Array] => [path, new TextEncoder().encode(DECLARATION + text)]);
  saveBlob(new Blob([zip(parts)], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }), `${sheet.name}.xlsx`);
}
