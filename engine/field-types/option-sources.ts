import type { Labels } from '../errors.ts';
import type { ModelNames, Option } from './define-field-type.ts';

/** Options that the engine knows, so that no document has to list them. */

const LANGUAGES =
  'aa ab af ak am ar as ay az ba be bg bn bo br bs ca ce co cs cv cy da de dv dz ee el en eo es et eu fa fi fj fo fr fy ga gd gl gn gu ha he hi hr ht hu hy id ig ii is it iu ja jv ka kk kl km kn ko ku kw ky la lb ln lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn no oc om or pa pl ps pt qu rm rn ro ru rw sa sd se si sk sl sm sn so sq sr st su sv sw ta te tg th ti tk tn to tr ts tt ug uk ur uz ve vi vo wo xh yi yo yue zh-Hans zh-Hant za zu';

type NameKind = 'currency' | 'language';

const namesOf = (type: NameKind): Record<'en' | 'zh-CN', Intl.DisplayNames> => ({
  en: new Intl.DisplayNames('en', { type }),
  'zh-CN': new Intl.DisplayNames('zh-CN', { type }),
});

function named(type: NameKind, codes: readonly string[]): Option[] {
  const names = namesOf(type);
  return codes.map((value) => ({
    value,
    labels: { en: names.en.of(value) ?? value, 'zh-CN': names['zh-CN'].of(value) ?? value },
  }));
}

const clock = (locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' })
    .formatToParts(0)
    .find(({ type }) => type === 'timeZoneName')!.value;

const timeZones = (): Option[] =>
  ['Etc/UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))].map((value) => ({
    value,
    labels: { en: `${value} · ${clock('en', value)}`, 'zh-CN': `${value} · ${clock('zh-CN', value)}` },
  }));

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

interface Source {
  readonly labels: Labels;
  readonly options: (names: ModelNames) => readonly Option[];
}

/** Objects under their names; a former name stays an option, so that records which hold it keep their label. */
export const objectOptions = ({ objects }: ModelNames): readonly Option[] =>
  objects.flatMap(({ name, labels, former, isArchived }) => {
    const names = [{ object: name, as: [] }];
    return [
      { value: name, labels, names, ...(isArchived && { archived: true }) },
      ...former.map((value) => ({ value, labels, names, archived: true })),
    ];
  });

export const OPTION_SOURCES: Readonly<Record<string, Source>> = {
  timeZones: { labels: { en: 'Time zones', 'zh-CN': '时区' }, options: once(timeZones) },
  languages: {
    labels: { en: 'Languages', 'zh-CN': '语言' },
    options: once(() => named('language', LANGUAGES.split(' '))),
  },
  currencies: {
    labels: { en: 'Currencies', 'zh-CN': '币种' },
    options: once(() => named('currency', Intl.supportedValuesOf('currency'))),
  },
  objects: { labels: { en: 'Objects', 'zh-CN': '对象' }, options: objectOptions },
};

/** The options of a field that names a source; undefined where it names none. */
export const sourceOptions = (source: unknown, names: ModelNames): readonly Option[] | undefined =>
  typeof source === 'string' && Object.hasOwn(OPTION_SOURCES, source)
    ? OPTION_SOURCES[source]!.options(names)
    : undefined;
