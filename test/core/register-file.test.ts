import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NEEDED_COLUMNS,
  RegisterColumnsMissing,
  type RegisterRow,
  registerColumnsOf,
  registerRowOf,
} from '../../core/register-file.ts';

/** A secondary school as the register would have it, in the columns that are needed and one that is not. */
const ROW: Readonly<Record<string, string>> = {
  URN: '100049',
  'LA (code)': '202',
  EstablishmentNumber: '4104',
  EstablishmentName: 'Haverstock School',
  'TypeOfEstablishment (code)': '1',
  'TypeOfEstablishment (name)': 'Community school',
  'EstablishmentTypeGroup (code)': '4',
  'EstablishmentStatus (code)': '1',
  'PhaseOfEducation (code)': '4',
  StatutoryLowAge: '11',
  StatutoryHighAge: '18',
  OpenDate: '01-09-1980',
  CloseDate: '',
  'Trusts (name)': '',
  Postcode: 'NW3 2BQ',
  Town: 'London',
  'GOR (name)': 'London',
  HeadLastName: 'Nobody-at-all',
};

function read(changes: Readonly<Record<string, string>> = {}): RegisterRow {
  const row = { ...ROW, ...changes };
  return registerRowOf(registerColumnsOf(Object.keys(row)), Object.values(row));
}

describe('the columns of the register', () => {
  it('are found by name, wherever they stand', () => {
    const columns = Object.keys(ROW);
    const backwards = registerColumnsOf([...columns].reverse());
    const row = registerRowOf(backwards, columns.map((column) => ROW[column] ?? '').reverse());
    expect(row).toEqual(read());
  });

  it('may be joined by columns that nobody knows', () => {
    expect(read({ 'Colour (name)': 'Blue' })).toEqual(read());
  });

  it('are all named when they are missing', () => {
    const left = NEEDED_COLUMNS.filter((column) => column !== 'URN' && column !== 'Postcode');
    expect(() => registerColumnsOf(left)).toThrow(RegisterColumnsMissing);
    expect(() => registerColumnsOf(left)).toThrow(/- URN\n- Postcode$/);
  });

  it('are not found by names that only look alike', () => {
    expect(() => registerColumnsOf(NEEDED_COLUMNS.map((column) => column.toLowerCase()))).toThrow(
      RegisterColumnsMissing,
    );
  });

  it('never include what is personal', () => {
    for (const column of ['HeadTitle', 'HeadFirstName', 'HeadLastName', 'TelephoneNum']) {
      expect(NEEDED_COLUMNS).not.toContain(column);
    }
    expect(JSON.stringify(read())).not.toContain('Nobody-at-all');
  });
});

describe('a row of the register', () => {
  it('becomes an entry', () => {
    expect(read()).toStrictEqual({
      entry: {
        urn: '100049',
        name: 'Haverstock School',
        dfeNumber: '202/4104',
        typeCode: 1,
        typeName: 'Community school',
        statusCode: 1,
        phaseCode: 4,
        lowAge: 11,
        highAge: 18,
        openDate: '1980-09-01',
        postcode: 'NW3 2BQ',
        town: 'London',
        region: 'London',
      },
    });
  });

  it('keeps no key for what is blank, which is unknown', () => {
    const { entry } = read({
      StatutoryLowAge: '',
      StatutoryHighAge: ' ',
      OpenDate: '',
      Postcode: '',
      Town: '',
    });
    expect(Object.keys(entry ?? {}).sort()).toEqual(
      ['dfeNumber', 'name', 'phaseCode', 'region', 'statusCode', 'typeCode', 'typeName', 'urn'].sort(),
    );
  });

  it('has no DfE number where either half is blank, and its zeros where they were lost', () => {
    expect(read({ EstablishmentNumber: '' }).entry).not.toHaveProperty('dfeNumber');
    expect(read({ 'LA (code)': '' }).entry).not.toHaveProperty('dfeNumber');
    expect(read({ 'LA (code)': '1', EstablishmentNumber: '23' }).entry?.dfeNumber).toBe('001/0023');
  });

  it('leaves a blank phase to the ages, as phase 0 does', () => {
    expect(read({ 'PhaseOfEducation (code)': '' }).entry?.phaseCode).toBe(0);
  });

  it.each([
    ['URN', '', 'is blank'],
    ['URN', '10000', '"10000" is not six digits'],
    ['URN', '1000000', '"1000000" is not six digits'],
    ['EstablishmentName', '', 'is blank'],
    ['TypeOfEstablishment (code)', 'x', '"x" is not a whole number'],
    ['TypeOfEstablishment (code)', '', 'is blank'],
    ['EstablishmentStatus (code)', '1.5', '"1.5" is not a whole number'],
    ['EstablishmentStatus (code)', '', 'is blank'],
    ['PhaseOfEducation (code)', '-4', '"-4" is not a whole number'],
    ['StatutoryLowAge', 'eleven', '"eleven" is not a whole number'],
    ['StatutoryHighAge', '1e1', '"1e1" is not a whole number'],
    ['OpenDate', '1980-09-01', '"1980-09-01" is not a date written dd-mm-yyyy'],
    ['OpenDate', '31-02-2020', '"31-02-2020" is not a date written dd-mm-yyyy'],
    ['OpenDate', '29-02-2023', '"29-02-2023" is not a date written dd-mm-yyyy'],
    ['CloseDate', '1/9/1980', '"1/9/1980" is not a date written dd-mm-yyyy'],
    ['LA (code)', '2020', '"2020" is not a code of up to three digits'],
    ['EstablishmentNumber', '41O4', '"41O4" is not a number of up to four digits'],
  ])('is refused with %s %j', (column, value, says) => {
    expect(read({ [column]: value })).toEqual({ problems: [{ column, says }] });
  });

  it('is refused with all that is wrong with it', () => {
    const { problems = [] } = read({ URN: 'x', OpenDate: 'y', StatutoryLowAge: 'z' });
    expect(problems.map(({ column }) => column)).toEqual(['URN', 'StatutoryLowAge', 'OpenDate']);
  });

  it('is refused when its fields have slipped', () => {
    const columns = registerColumnsOf(Object.keys(ROW));
    const slipped = Object.values(ROW).slice(1);
    expect(registerRowOf(columns, slipped)).toEqual({
      problems: [{ column: '', says: 'the row has 17 fields, the header 18' }],
    });
  });

  it('reads every day of the calendar and no other', () => {
    const part = (most: number, width: number) =>
      fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(width, '0'));
    fc.assert(
      fc.property(part(40, 2), part(14, 2), part(2400, 4), (day, month, year) => {
        const iso = `${year}-${month}-${day}`;
        const time = Date.parse(`${iso}T00:00:00Z`);
        const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
        const { entry } = read({ OpenDate: `${day}-${month}-${year}` });
        expect(entry?.openDate).toBe(exists ? iso : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes any text at all without throwing', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...NEEDED_COLUMNS), anything, (column, value) => {
        const { entry, problems } = read({ [column]: value });
        expect(entry === undefined).toBe(problems !== undefined);
      }),
    );
  });
});
