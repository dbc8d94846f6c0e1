import { consentWord } from '../model/index.ts';
import type { ModelPurpose } from '../model/model.ts';

/** What was said: yes, no, or yes no more. */
export const STATES = ['given', 'refused', 'withdrawn'] as const;
export type ConsentState = (typeof STATES)[number];

/** Something that somebody has said of being contacted. Without channel and purpose: never again, by any and for whatever. */
export interface ConsentEntry {
  readonly id: string;
  /** when it was said, RFC 3339 in UTC */
  readonly at: string;
  readonly channel: string | null;
  readonly purpose: string | null;
  readonly state: ConsentState;
  /** the last day of what was given */
  readonly until: string | null;
}

/** Whether somebody may be contacted, and why. */
export interface Verdict {
  readonly may: boolean;
  readonly reason:
    | 'given'
    | 'not_refused'
    | 'do_not_contact'
    | 'refused'
    | 'withdrawn'
    | 'expired'
    | 'unknown';
  /** when that was said which decides */
  readonly since?: string;
}

const isLater = (a: ConsentEntry, b: ConsentEntry): boolean => (a.at === b.at ? a.id > b.id : a.at > b.at);

/** Of all that was said about a channel and a purpose the last. */
export function lastSaid<Entry extends ConsentEntry>(
  entries: readonly Entry[],
  channel: string,
  purpose: string,
): Entry | undefined {
  let last: Entry | undefined;
  for (const entry of entries) {
    const isAbout = entry.channel === null || (entry.channel === channel && entry.purpose === purpose);
    if (isAbout && (!last || isLater(entry, last))) last = entry;
  }
  return last;
}

/** Whether somebody has asked never to be contacted again. That stays; only what they agree to later by name is open again. */
export const isMarked = (entries: readonly ConsentEntry[]): boolean =>
  entries.some(({ channel }) => channel === null);

/**
 * Decides by what was said of a record and of its addresses: the last word counts. Where nothing was said, who is
 * reached for a purpose by consent is not, and by any other basis is.
 */
export function judgeContact(
  entries: readonly ConsentEntry[],
  {
    channel,
    purpose,
    today,
  }: { readonly channel: string; readonly purpose: ModelPurpose; readonly today: string },
): Verdict {
  const last = lastSaid(entries, channel, purpose.name);
  if (!last) {
    const may = purpose.basis !== 'consent';
    return { may, reason: may ? 'not_refused' : 'unknown' };
  }
  const since = last.at;
  if (last.channel === null) return { may: false, reason: 'do_not_contact', since };
  if (last.state !== 'given') return { may: false, reason: last.state, since };
  if (last.until !== null && last.until < today) {
    const may = purpose.basis !== 'consent';
    return { may, reason: 'expired', since };
  }
  return { may: true, reason: 'given', since };
}

/** What the fields of a record say: whether it is marked, what was agreed to and holds, what was objected to. */
export function wordsOf(
  entries: readonly ConsentEntry[],
  today: string,
): { readonly isMarked: boolean; readonly given: readonly string[]; readonly refused: readonly string[] } {
  const given: string[] = [];
  const refused: string[] = [];
  const named = entries.filter(({ channel }) => channel !== null);
  const words = new Map(named.map((entry) => [consentWord(entry.channel!, entry.purpose!), entry]));
  for (const word of [...words.keys()].sort()) {
    const { channel, purpose } = words.get(word)!;
    const last = lastSaid(entries, channel!, purpose!)!;
    if (last.state !== 'given') refused.push(word);
    else if (last.until === null || last.until >= today) given.push(word);
  }
  return { isMarked: isMarked(entries), given, refused };
}
