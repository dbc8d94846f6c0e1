import type { Labels, Me, ObjectSummary } from '../api/types.ts';
import { destinations, type MenuLine, mayDesign, menuOf, organizationLines } from '../shell/navigation.ts';

/** Something that the palette can do. */
export interface Entry {
  readonly key: string;
  readonly labels: Labels;
  readonly icon?: string;
  /** words besides its labels by which it is found */
  readonly words?: string;
  /** a place in the runtime, or with `isElsewhere` an address of another part */
  readonly to?: string;
  readonly isElsewhere?: true;
  /** what is done here */
  readonly does?: 'shortcuts';
}

export interface Entries {
  readonly places: readonly Entry[];
  readonly actions: readonly Entry[];
  readonly settings: readonly Entry[];
}

/** Texts in the language of the palette, as labels. */
type Say = (
  key: 'organization' | 'profile' | 'invitations' | 'services' | 'designer' | 'shortcuts',
) => Labels;

const placeOf = ({ key, labels, icon, to, object }: MenuLine): Entry[] =>
  to === undefined ? [] : [{ key, labels, to, ...(icon && { icon }), ...(object && { words: object }) }];

/** Everything that the caller may go to and do, in the order of the menu. */
export function entriesOf(
  me: Me,
  objects: readonly ObjectSummary[],
  say: Say,
  create: (object: ObjectSummary) => Labels,
  designer: string,
): Entries {
  const { main, other, people } = menuOf(me, objects);
  const lines = [...main, ...other, ...people, ...organizationLines(me, say('organization'))];
  const places = destinations(lines).flatMap(placeOf);
  const isManager = me.admin.includes('people');
  const setting = (
    key: Parameters<Say>[0],
    to: string,
    isShown: boolean,
    rest: Partial<Entry> = {},
  ): Entry[] => (isShown ? [{ key: to, labels: say(key), to, ...rest }] : []);
  return {
    places,
    actions: objects
      .filter((object) => object.can.create === true && !object.system && !me.viewedBy)
      .map((object) => ({
        key: `new:${object.name}`,
        labels: create(object),
        icon: 'plus',
        words: object.name,
        to: `/o/${object.name}/new`,
      })),
    settings: [
      ...setting('profile', '/profile', !me.viewedBy),
      ...setting('invitations', '/profile/invitations', isManager),
      ...setting('services', '/profile/services', isManager),
      ...setting('designer', designer, mayDesign(me), { isElsewhere: true, words: 'designer' }),
      { key: 'shortcuts', labels: say('shortcuts'), does: 'shortcuts' },
    ],
  };
}

/** The Chinese among the labels of entries: what may be looked for in pinyin. */
export const spelledLabels = ({ places, actions, settings }: Entries): readonly string[] => [
  ...new Set(
    [...places, ...actions, ...settings]
      .flatMap(({ labels }) => Object.values(labels))
      .filter((text) => /\p{Script=Han}/u.test(text)),
  ),
];

/** The entries that all words of a question stand in, in any language; of Chinese in pinyin too, as far as it is known. */
export function matching(
  entries: readonly Entry[],
  q: string,
  spellings: ReadonlyMap<string, string> = new Map(),
): readonly Entry[] {
  const words = q.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ labels, words: more = '' }) => {
    const texts = Object.values(labels);
    const text = [...texts, more].join(' ').normalize('NFKC').toLowerCase();
    const sound = texts.map((one) => spellings.get(one) ?? '').join('');
    return words.every((word) => text.includes(word) || sound.includes(` ${word}`));
  });
}
