import { describe, expect, it } from 'vitest';
import { csvFile, csvLine } from '../../core/csv.ts';

describe('a cell', () => {
  it.each([
    ['plain text', 'plain text'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "yes"', '"say ""yes"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+44 20', "'+44 20"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['=HYPERLINK("a","b")', '"\'=HYPERLINK(""a"",""b"")"'],
    ['-0.50', '-0.50'],
    ['-1', '-1'],
    ['1000.00', '1000.00'],
  ])('%j is written %j', (text, written) => {
    expect(csvLine([text])).toBe(written);
  });
});

describe('a file', () => {
  it('begins with a byte order mark, and ends every line, the last one too, with CR LF', () => {
    expect(csvFile(['a,b', '1,2'])).toBe('\uFEFFa,b\r\n1,2\r\n');
  });
});
