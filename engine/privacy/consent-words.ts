import { type NewConsent, STATES, todayOf } from '../consent/index.ts';
import type { RequestContext } from '../context.ts';
import { nearest, Problem, type ProblemItem, problemItem } from '../errors.ts';
import { fieldType, isCellProblem, quoted } from '../field-types/index.ts';
import { BASES, CHANNELS } from '../model/index.ts';
import type { ModelPurpose } from '../model/model.ts';
import type { readMembers } from '../people/index.ts';

/** What a body says of consents, besides whom it is about. */
export const SAID = {
  channels: 'texts?',
  purposes: 'texts?',
  state: 'text',
  at: 'text?',
  basis: 'text?',
  until: 'text?',
  source: 'text?',
  words: 'text?',
  evidence: 'text?',
} as const;

type Said = ReturnType<typeof readMembers<typeof SAID>>;

type Refuse = (name: string, given: unknown, expected: string, suggestion?: string) => void;

/** Names that are known, each once. */
function namesIn(
  word: string,
  given: readonly string[] | undefined,
  known: readonly { readonly name: string }[],
  refuse: Refuse,
): readonly string[] {
  const names = known.map(({ name }) => name);
  for (const [index, one] of (given ?? []).entries()) {
    if (!names.includes(one))
      refuse(`${word}/${index}`, one, names.join(' | '), nearest(one.slice(0, 80), names));
  }
  return [...new Set(given)];
}

/** When it was said: a moment, or a day, of which a no holds from its end and a yes from its beginning on. */
function momentOf({ now, model }: RequestContext, { at, state }: Said, refuse: Refuse): string {
  if (at === undefined) return now.toISOString();
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(at);
  const type = fieldType(isDay ? 'date' : 'datetime')!;
  const read = type.normalise(at, undefined as never);
  if (typeof read !== 'string' || isCellProblem(read)) {
    refuse('at', at, '2026-01-31 | 2026-01-31T09:00:00Z');
    return now.toISOString();
  }
  const moment = isDay
    ? new Date(`${read}T${state === 'given' ? '00:00:00.000' : '23:59:59.999'}Z`)
    : new Date(read);
  const isToday = isDay && read === todayOf(model, now);
  if (isDay ? read > todayOf(model, now) : moment > now) refuse('at', at, `≤ ${now.toISOString()}`);
  return (isToday || moment > now ? now : moment).toISOString();
}

/** Reads what was said as entries of the ledger, a channel and a purpose each; everything that is wrong with it at once. */
export function readConsents(ctx: RequestContext, said: Said): readonly NewConsent[] {
  const problems: ProblemItem[] = [];
  const refuse: Refuse = (name, given, expected, suggestion) =>
    problems.push(
      problemItem(`/${name}`, 'request.value', { name, given: quoted(given ?? null), expected }, suggestion),
    );
  const { state, basis, until, source, words, evidence } = said;
  const channels = namesIn('channels', said.channels, CHANNELS, refuse);
  const purposes = namesIn('purposes', said.purposes, ctx.model.settings.purposes, refuse);
  if (!(STATES as readonly string[]).includes(state))
    refuse('state', state, STATES.join(' | '), nearest(state.slice(0, 80), STATES));
  const isGiven = state === 'given';
  // both or none: none is everything, to which nobody can agree
  const isAbout = said.channels !== undefined || said.purposes !== undefined || isGiven;
  if (isAbout && channels.length === 0) problems.push(problemItem('/channels', 'privacy.channels'));
  if (isAbout && purposes.length === 0) problems.push(problemItem('/purposes', 'privacy.purposes'));
  if (isGiven && !source?.trim()) problems.push(problemItem('/source', 'privacy.source'));
  if (basis !== undefined && !BASES.includes(basis))
    refuse('basis', basis, BASES.join(' | '), nearest(basis.slice(0, 80), BASES));
  const today = todayOf(ctx.model, ctx.now);
  if (until !== undefined) {
    const day = fieldType('date')!.normalise(until, undefined as never);
    if (!isGiven || typeof day !== 'string' || day < today) refuse('until', until, `≥ ${today}`);
  }
  const at = momentOf(ctx, said, refuse);
  if (problems.length > 0) throw new Problem('privacy.consent', {}, problems);
  const rest = {
    state: state as NewConsent['state'],
    at,
    basis: basis ?? (isGiven ? 'consent' : null),
    until: until ?? null,
    source: source?.trim() || null,
    words: words?.trim() || null,
    evidence: evidence?.trim() || null,
  };
  if (channels.length === 0) return [{ channel: null, purpose: null, ...rest }];
  return channels.flatMap((channel) => purposes.map((purpose) => ({ channel, purpose, ...rest })));
}

/** A purpose and a channel that somebody asks about. */
export function readUse(
  { model }: RequestContext,
  { channel, purpose }: { readonly channel: string; readonly purpose: string },
): { readonly channel: string; readonly purpose: ModelPurpose } {
  const problems: ProblemItem[] = [];
  const check = (name: string, given: string, known: readonly { readonly name: string }[]) => {
    const names = known.map((one) => one.name);
    if (names.includes(given)) return;
    const params = { name, given: quoted(given), expected: names.join(' | ') };
    problems.push(problemItem(`/${name}`, 'request.value', params, nearest(given.slice(0, 80), names)));
  };
  const { purposes } = model.settings;
  check('channel', channel, CHANNELS);
  check('purpose', purpose, purposes);
  if (problems.length > 0) throw new Problem('privacy.consent', {}, problems);
  return { channel, purpose: purposes.find(({ name }) => name === purpose)! };
}
