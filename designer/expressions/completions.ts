import type { FunctionEntry } from '../../engine/expression/functions/catalogue.ts';
import type { Scope, ScopeMember, ScopeRecord } from '../../engine/expression/scope.ts';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { type Around, membersOf, nameAt, openText, variablesAround } from './names-at.ts';

/** Something that can stand where one writes. */
export interface Offer {
  readonly kind: 'field' | 'records' | 'function' | 'word' | 'value';
  /** what is put in; `|` is where the cursor stands then */
  readonly insert: string;
  /** what people call it, in the language of the page */
  readonly label: string;
  /** how it is spelled */
  readonly name: string;
  /** kind of its values, of a function what it gives */
  readonly gives?: string;
  /** of functions */
  readonly entry?: FunctionEntry;
}

export interface Offers {
  /** where what they replace begins */
  readonly from: number;
  readonly offers: readonly Offer[];
}

/** What completion stands on. */
export interface Known {
  readonly scope: Scope;
  readonly functions: readonly FunctionEntry[];
  readonly label: (labels: Labels | undefined) => string;
  /** the values that a field can have, where they are fixed */
  readonly valuesOf: (object: string, field: string) => readonly { value: string; label: string }[];
}

const MOST = 60;
const HOPS = 3;
/** The name that is being written, with the names before it. Labels in any script are searched. */
const WRITTEN = /(?:([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)\.)?([\p{L}_][\p{L}\p{N}_]*)?$/u;
const ASKED_VALUE = /([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)\s*(?:==|!=|in)\s*(?:\[[^\]]*)?$/;
const MEMBER_ASKED = /^\s*in\s+([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)/;

const lower = (text: string): string => text.toLocaleLowerCase();

/** How well something fits what is written: the more the better, 0 not at all. */
function fits(written: string, name: string, texts: readonly string[]): number {
  if (written === '') return 1;
  const sought = lower(written);
  const [own, said] = [lower(name), texts.map(lower)];
  if (own === sought) return 6;
  if (said.includes(sought)) return 5;
  if (own.startsWith(sought)) return 4;
  if (said.some((text) => text.startsWith(sought))) return 3;
  if (own.includes(sought)) return 2;
  return said.some((text) => text.includes(sought)) ? 1 : 0;
}

/** A fit from which on the whole name is written. */
const WHOLE = 5;

const textsOf = (labels: Labels | undefined): readonly string[] => Object.values(labels ?? {});

type Ranked = Offer & { readonly rank: number };

function memberOffer(known: Known, member: ScopeMember, written: string): Ranked {
  const label = known.label(member.labels) || member.name;
  return {
    kind: member.kind === 'records' ? 'records' : 'field',
    insert: `${member.name}|`,
    label,
    name: member.name,
    gives: member.kind,
    rank: fits(written, member.name, textsOf(member.labels)),
  };
}

/** Members of a record, and where something is sought those that are some dots away. */
function fieldOffers(known: Known, record: ScopeRecord, written: string): readonly Ranked[] {
  const near = membersOf(record).map((member) => memberOffer(known, member, written));
  const isSought = written.length > 1 || /[^\x20-\x7e]/.test(written);
  return isSought ? [...near, ...farOffers(known, record, written, [], [], HOPS)] : near;
}

function farOffers(
  known: Known,
  record: ScopeRecord,
  written: string,
  path: readonly string[],
  labels: readonly string[],
  hops: number,
): readonly Ranked[] {
  if (hops === 0) return [];
  return membersOf(record).flatMap((link) => {
    const behind = link.kind === 'records' ? undefined : link.record?.();
    if (!behind || behind === record) return [];
    const [names, said] = [
      [...path, link.name],
      [...labels, known.label(link.labels) || link.name],
    ];
    const here = membersOf(behind).flatMap((member): Ranked[] => {
      const offer = memberOffer(known, member, written);
      const name = [...names, offer.name].join('.');
      const label = [...said, offer.label].join(' › ');
      // nearer ones before those that are further away
      const rank = offer.rank > 1 ? offer.rank - (HOPS + 1 - hops) * 1.5 : 0;
      return rank > 0 ? [{ ...offer, name, label, insert: `${name}|`, rank }] : [];
    });
    return [...here, ...farOffers(known, behind, written, names, said, hops - 1)];
  });
}

function wordOffers(known: Known, around: Around, written: string): readonly Ranked[] {
  const words = new Set([
    ...known.scope.variables.keys(),
    ...around.keys(),
    'record',
    'true',
    'false',
    'null',
  ]);
  return [...words].map((name) => ({
    kind: 'word',
    insert:
      known.scope.variables.has(name) || around.has(name) || name === 'record' ? `${name}.|` : `${name}|`,
    label: name,
    name,
    rank: written === '' ? 0.5 : fits(written, name, []) && fits(written, name, []) + 0.5,
  }));
}

const spelled = ({ name, form, takes }: FunctionEntry, isMethod: boolean): string => {
  if (form === 'many') return `${name}(x, ${takes[1] === 'bool' ? '' : 'x.'}|)`;
  return takes.length > (isMethod ? 1 : 0) ? `${name}(|)` : `${name}()|`;
};

/** A function by its name and by what it does, in any language. */
function functionOffer(entry: FunctionEntry, written: string, isMethod: boolean): Ranked {
  // what people have recorded comes before what can be done with it, unless a function is named in full
  const fit = fits(written, entry.name, textsOf(entry.docs));
  const rank = fit < WHOLE ? fit * 0.6 : fit;
  return {
    kind: 'function',
    insert: spelled(entry, isMethod),
    label: entry.signature,
    name: entry.name,
    gives: entry.gives,
    entry,
    rank: written === '' ? 0.25 : rank,
  };
}

const isCallable = ({ form }: FunctionEntry): boolean => form === 'function' || form === 'many';

function takesFirst({ takes, among }: FunctionEntry, kind: string): boolean {
  const first = takes[0]?.split(' | ') ?? [];
  return (
    first.includes(kind) ||
    first.includes('any') ||
    (first.includes('same') && (!among || among.includes(kind)))
  );
}

/** The first row of each name, as a list shows them. */
const onePerName = (entries: readonly FunctionEntry[]): readonly FunctionEntry[] =>
  [
    ...new Map([...entries].reverse().map((entry) => [`${entry.form} ${entry.name}`, entry])).values(),
  ].reverse();

const best = (offers: readonly Ranked[]): readonly Offer[] =>
  offers
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST)
    .map(({ rank: _, ...offer }) => offer);

/** Of a field with fixed values: those, as texts. */
function valueOffers(known: Known, around: Around, path: string, written: string, isQuoted: boolean) {
  const names = path.split('.');
  const { member, of } = nameAt(known.scope, around, names);
  if (!member) return [];
  const fixed = member.values?.map(({ value, labels }) => ({ value, label: known.label(labels) || value }));
  return (fixed ?? (of?.object === undefined ? [] : known.valuesOf(of.object, member.name))).map(
    ({ value, label }): Ranked => ({
      kind: 'value',
      insert: isQuoted ? `${JSON.stringify(value).slice(1, -1)}|` : `${JSON.stringify(value)}|`,
      label,
      name: value,
      rank: fits(written, value, [label]),
    }),
  );
}

/** What can stand at a place of a source; `isAsked`: somebody wants to see it though nothing is written yet. */
export function offersAt(known: Known, source: string, at: number, isAsked = false): Offers | undefined {
  const before = source.slice(0, at);
  const around = variablesAround(known.scope, before);
  const text = openText(before);
  if (text !== undefined) {
    const written = before.slice(text + 1);
    const path = ASKED_VALUE.exec(before.slice(0, text))?.[1] ?? MEMBER_ASKED.exec(source.slice(at + 1))?.[1];
    const offers = path === undefined ? [] : best(valueOffers(known, around, path, written, true));
    return offers.length > 0 ? { from: text + 1, offers } : undefined;
  }
  const [all, path, written = ''] = WRITTEN.exec(before)!;
  const from = at - written.length;
  if (path === undefined && /\d$/.test(before.slice(0, from))) return undefined;
  if (path !== undefined) {
    const { member, record } = nameAt(known.scope, around, path.split('.'));
    const kind = member?.kind;
    const isMany = kind === 'records';
    const fields = record && !isMany ? membersOf(record).map((one) => memberOffer(known, one, written)) : [];
    const methods = known.functions
      .filter((entry) => kind !== undefined && isCallable(entry) && takesFirst(entry, kind))
      .filter(({ form }) => !isMany || form === 'many')
      .map((entry) => functionOffer(entry, written, true));
    return { from, offers: best([...fields, ...onePerKind(methods)]) };
  }
  const compared = ASKED_VALUE.exec(before.slice(0, from))?.[1];
  const values = compared === undefined ? [] : valueOffers(known, around, compared, written, false);
  if (all === '' && !isAsked && values.length === 0) return undefined;
  const functions = onePerName(known.functions.filter(({ form }) => form === 'function')).map((entry) =>
    functionOffer(entry, written, false),
  );
  const offers = best([
    ...values.map((offer) => ({ ...offer, rank: offer.rank && offer.rank + 1 })),
    ...fieldOffers(known, known.scope.record, written),
    ...wordOffers(known, around, written),
    ...functions,
  ]);
  return { from, offers };
}

const onePerKind = (offers: readonly Ranked[]): readonly Ranked[] =>
  [...new Map([...offers].reverse().map((offer) => [offer.name, offer])).values()].reverse();
