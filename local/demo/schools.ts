import { type RegisterEntry, registerEntrySchema, type School, schoolSchema } from '../../core/school.ts';

/**
 * The sample schools, 900001 to 900072. None exists: their names begin with `Sample School`, no real URN is that
 * high, and their postcodes are of an area (ZZ) that is not given out.
 *
 * 900001–900010 are eligible schools of `origin`; 900011–900022 each show one thing that a register may hold
 * (see `SPECIAL`); 900023–900066 are eligible schools of six other hubs; 900067–900072 are eligible and no
 * hub's yet: whoever enrols them first has them.
 */
export function demoSchools(): School[] {
  return NAMES.map((name, index) => {
    const number = index + 1;
    return schoolSchema.parse({
      type: 'school',
      version: 1,
      ...ordinary(number, name),
      ...SPECIAL[urnOf(number)]?.register,
      ...inHub(hubOf(number)),
    });
  });
}

const ORIGIN = { hub: 'origin' } as const;
const NOBODY = {} as const;

interface SpecialSchool {
  readonly register: Readonly<Partial<Record<keyof RegisterEntry, string | number>>>;
  readonly of: { readonly hub?: 'origin' };
}

/** Schools that are not simply open secondaries, and whether they are `origin`'s or nobody's. */
const SPECIAL: Readonly<Record<string, SpecialSchool>> = {
  // Closed: with a hub, and (900021) without one.
  '900011': { register: { statusCode: 2, closeDate: '2024-08-31' }, of: ORIGIN },
  // Independent.
  '900012': {
    register: { typeCode: 11, typeName: 'Other independent school', phaseCode: 0 },
    of: NOBODY,
  },
  // Primary.
  '900013': { register: { phaseCode: 2, lowAge: 4, highAge: 11 }, of: NOBODY },
  // Proposed to open, so not open.
  '900014': { register: { statusCode: 4, openDate: '2027-09-01' }, of: NOBODY },
  // All-through: eligible.
  '900015': { register: { phaseCode: 7, lowAge: 4, highAge: 18 }, of: ORIGIN },
  // Special school, phase not applicable: eligible by its ages.
  '900016': {
    register: { typeCode: 7, typeName: 'Community special school', phaseCode: 0, lowAge: 5, highAge: 16 },
    of: ORIGIN,
  },
  // Pupil referral unit, phase not applicable: eligible by its ages.
  '900017': {
    register: { typeCode: 14, typeName: 'Pupil referral unit', phaseCode: 0, lowAge: 11, highAge: 16 },
    of: NOBODY,
  },
  // Open but proposed to close: still eligible.
  '900018': { register: { statusCode: 3, closeDate: '2028-08-31' }, of: ORIGIN },
  // Sixth form only: neither of the ages nor of the types that take part.
  '900019': {
    register: {
      typeCode: 45,
      typeName: 'Academy 16-19 converter',
      phaseCode: 6,
      lowAge: 16,
      highAge: 19,
    },
    of: NOBODY,
  },
  // Middle deemed secondary: eligible.
  '900020': { register: { phaseCode: 5, lowAge: 9, highAge: 13 }, of: NOBODY },
  '900021': { register: { statusCode: 2, closeDate: '2019-08-31' }, of: NOBODY },
  // Welsh: state-funded, but not in England.
  '900022': {
    register: { typeCode: 30, typeName: 'Welsh establishment', phaseCode: 0, region: 'Wales (pseudo)' },
    of: NOBODY,
  },
};

/** The hubs of 900023 to 900066, in their order. What follows belongs to nobody. */
const OTHER_HUBS = [
  { hub: 'turing-nw', until: 30 },
  { hub: 'great-north', until: 38 },
  { hub: 'cambridge', until: 46 },
  { hub: 'solent', until: 54 },
  { hub: 'jurassic', until: 60 },
  { hub: 'central', until: 66 },
] as const;

/** Since when the sample schools have belonged to their hubs. */
const SINCE = '2020-09-01';

const inHub = ({ hub }: { hub?: string }) => (hub ? { hub, hubPeriods: [{ hub, from: SINCE }] } : {});

function hubOf(number: number): { hub?: string } {
  if (number <= 10) return ORIGIN;
  const special = SPECIAL[urnOf(number)];
  if (special) return special.of;
  const other = OTHER_HUBS.find(({ until }) => number <= until);
  return other ? { hub: other.hub } : NOBODY;
}

const COMMUNITY_SCHOOL = { typeCode: 1, typeName: 'Community school' } as const;

/** The kinds of school that most secondaries are, in turn. */
const ORDINARY_TYPES = [
  { typeCode: 34, typeName: 'Academy converter', trust: 'Sample Trust North' },
  { typeCode: 28, typeName: 'Academy sponsor led', trust: 'Sample Trust South' },
  COMMUNITY_SCHOOL,
  { typeCode: 2, typeName: 'Voluntary aided school' },
  { typeCode: 5, typeName: 'Foundation school' },
  { typeCode: 35, typeName: 'Free schools', trust: 'Sample Trust East' },
] as const;

function ordinary(number: number, name: string): RegisterEntry {
  const urn = urnOf(number);
  return registerEntrySchema.parse({
    urn,
    name: `Sample School ${name}`,
    dfeNumber: `999/${4000 + number}`,
    ...(SPECIAL[urn] ? COMMUNITY_SCHOOL : ORDINARY_TYPES[number % ORDINARY_TYPES.length]),
    statusCode: 1,
    phaseCode: 4,
    lowAge: 11,
    highAge: number % 2 === 0 ? 16 : 18,
    openDate: '2011-09-01',
    postcode: `ZZ${1 + Math.floor(number / 10)} ${number % 10}ZZ`,
    town: 'Sampleton',
    region: 'Sample Region',
  });
}

const urnOf = (number: number): string => String(900_000 + number);

/** In the order of the URNs. */
const NAMES: readonly string[] =
  `Alder Ash Aspen Bay Beech Birch Blackthorn Bramble Briar Broom Buckthorn Catkin Cedar Cherry Chestnut Clover
  Cowslip Crab-apple Cypress Damson Dogwood Elder Elm Fern Fir Foxglove Gorse Guelder Hawthorn Hazel Heather Holly
  Honeysuckle Hornbeam Ivy Juniper Larch Laurel Lavender Lilac Lime Linden Maple Medlar Mistletoe Mulberry Myrtle
  Nettle Oak Osier Pear Pine Plane Plum Poplar Privet Quince Redwood Rosemary Rowan Sallow Sedge Sorrel Spindle
  Spruce Sycamore Thistle Thyme Walnut Whitebeam Willow Yew`.split(/\s+/);
