import { expect, it } from 'vitest';
import { crc32, toCsv, xlsxParts, zip } from './export';

const sheet = { name: 'nps', head: ['Сегмент', 'NPS'], rows: [['ООО "Труба", склад', 18.25], ['=HYPERLINK("x")', null]] };

it('writes CSV that spreadsheets read, and that they do not run', () => {
  expect(toCsv(sheet)).toBe('\ufeffСегмент,NPS\r\n"ООО ""Труба"", склад",18.25\r\n"\'=HYPERLINK(""x"")",\r\n');
});

it('writes cells of a workbook with numbers as numbers', () => {
  const [, text] = xlsxParts(sheet).at(-1)!;
  expect(text).toContain('<c><v>18.25</v></c>');
  expect(text).toContain('ООО &quot;Труба&quot;, склад');
});

it('computes CRC-32 (check value of the standard) and a readable archive', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  const archive = zip([['a.txt', bytes]]);
  const view = new DataView(archive.buffer);
  expect(view.getUint32(0, true)).toBe(0x04034b50);
  const end = archive.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const directory = view.getUint32(end + 16, true);
  expect(view.getUint32(directory, true)).toBe(0x02014b50);
  expect(directory).toBe(30 + 5 + 9);
  expect(view.getUint32(end + 12, true)).toBe(46 + 5);
});
