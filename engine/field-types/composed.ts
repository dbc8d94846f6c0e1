/** What follows from the parts of a value. The widgets of the UIs import this file too: both say the same. */

/** The parts of a name from which the full one follows. */
export interface NameParts {
  readonly family?: string | null;
  readonly given?: string | null;
  readonly middle?: string | null;
}

const HAN = /\p{Script=Han}/u;

/** A Chinese name is family and given name without a space; others are read from the given name on. */
export function fullNameOf({ family, given, middle }: NameParts): string {
  const isHan = HAN.test(`${family ?? ''}${given ?? ''}`);
  return (isHan ? [family, middle, given] : [given, middle, family]).filter(Boolean).join(isHan ? '' : ' ');
}

export interface AddressParts {
  readonly country: string | null;
  readonly province: string | null;
  readonly city: string | null;
  readonly district: string | null;
  readonly street: string | null;
  readonly postal_code: string | null;
}

/** Groups of districts that belong to no city; nobody writes them in an address. */
const UNWRITTEN = /直辖县级行政区划$/;

/** From the largest to the smallest without spaces, as it is written in China; a level that is said twice is said once. */
function inChina({ province, city, district, street }: AddressParts): string {
  const levels = [province, city === province ? null : city, district];
  return [...levels.filter((one) => one !== null && !UNWRITTEN.test(one)), street].join('');
}

/** From the smallest to the largest with commas; the country by its code. */
function abroad({ country, province, city, district, street, postal_code }: AddressParts): string {
  const region = [province, postal_code].filter(Boolean).join(' ');
  return [street, district, city, region, country].filter(Boolean).join(', ');
}

/** An address in one line. */
export const addressLine = (parts: AddressParts): string =>
  parts.country === 'CN' ? inChina(parts) : abroad(parts);

/** What one unit of a currency comes to in the workspace's own, from a day on. */
export interface Rate {
  readonly currency: string;
  readonly rate: string;
  /** without one: from the beginning */
  readonly from?: string;
}

/** The rate of a currency on a day: the latest that has begun. */
export function rateOn(rates: readonly Rate[], code: string, day: string): string | undefined {
  let latest: Rate | undefined;
  for (const one of rates) {
    const { currency, from = '' } = one;
    if (currency === code && from <= day && (latest === undefined || from > (latest.from ?? '')))
      latest = one;
  }
  return latest?.rate;
}
