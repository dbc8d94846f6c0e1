import { getCountries } from 'libphonenumber-js/max';
import { chinaRegions, type Region } from './china-regions.ts';

export interface Country {
  readonly code: string;
  /** of China: its provinces with their cities and districts */
  readonly regions?: readonly Region[];
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && names.of(code) !== undefined;

/** What addresses can be in. */
export const countries = (): readonly Country[] =>
  getCountries()
    .filter(isCountry)
    .map((code) => (code === 'CN' ? { code, regions: chinaRegions() } : { code }));
