import { createRequire } from 'node:module';

/** A province, a city or a district, by its full name. */
export interface Region {
  readonly name: string;
  readonly regions?: readonly Region[];
}

interface DataItem {
  readonly label: string;
  readonly children?: readonly DataItem[];
}

/** Levels that exist in the statistics only: in a municipality, city and province are one. */
const OF_MUNICIPALITY: ReadonlySet<string> = new Set(['市辖区', '县']);
/** What names end in, and people leave out. */
const SUFFIX = /(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|自治州|地区|省|市|盟|区|县)$/;

let tree: readonly Region[] | undefined;

/** The provinces of China with their cities and districts. Read when first asked for. */
export function chinaRegions(): readonly Region[] {
  if (!tree) {
    const { pcaTextArr } = createRequire(import.meta.url)('element-china-area-data') as {
      pcaTextArr: readonly DataItem[];
    };
    tree = pcaTextArr.map(provinceOf);
  }
  return tree;
}

const named = ({ label, children }: DataItem): Region => ({
  name: label,
  ...(children && { regions: children.map(named) }),
});

function provinceOf({ label, children = [] }: DataItem): Region {
  const cities = Map.groupBy(children, (city) => (OF_MUNICIPALITY.has(city.label) ? label : city.label));
  return {
    name: label,
    regions: [...cities].map(([name, parts]) =>
      named({ label: name, children: parts.flatMap((one) => one.children ?? []) }),
    ),
  };
}

/** The full name of a region as people shorten it: 广东 is 广东省. What is not among them stays as it is. */
export function fullName(given: string, among: readonly Region[] | undefined): string {
  if (!among || among.some(({ name }) => name === given)) return given;
  const shortened = among.filter(({ name }) => name.replace(SUFFIX, '') === given);
  return shortened.length === 1 ? shortened[0]!.name : given;
}

/** A region that a text begins with, by its full name or without what it ends in. */
function leading(text: string, among: readonly Region[]): { region: Region; rest: string } | undefined {
  const whole = among.find(({ name }) => text.startsWith(name));
  if (whole) return { region: whole, rest: text.slice(whole.name.length) };
  const short = among.find(
    ({ name }) => name.replace(SUFFIX, '').length > 1 && text.startsWith(name.replace(SUFFIX, '')),
  );
  return short && { region: short, rest: text.slice(short.name.replace(SUFFIX, '').length) };
}

/** The parts of an address as it is written in China, from the province on; undefined of one that begins otherwise. */
export function takeApart(
  text: string,
): { province: string; city: string | null; district: string | null; street: string } | undefined {
  const province = leading(text.trim(), chinaRegions());
  if (!province) return undefined;
  const cities = province.region.regions ?? [];
  const city = leading(province.rest.trim(), cities);
  const here =
    city ??
    (cities[0]?.name === province.region.name ? { region: cities[0], rest: province.rest } : undefined);
  const rest = (here?.rest ?? province.rest).trim();
  const district = here && wholeName(rest, here.region.regions ?? []);
  return {
    province: province.region.name,
    city: here?.region.name ?? null,
    district: district?.name ?? null,
    street: rest.slice(district?.name.length ?? 0).trim(),
  };
}

/** Districts are taken by their full names only: streets begin with what they are called. */
const wholeName = (text: string, among: readonly Region[]): Region | undefined =>
  among.find(({ name }) => text.startsWith(name));
