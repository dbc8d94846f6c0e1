import { Problem, type ProblemItem, problemItem } from '../../errors.ts';
import { quoted } from '../../field-types/index.ts';
import { isUuid } from '../../ids.ts';
import { LIMITS } from '../../limits.ts';

/** Records that become one. */
export interface MergeRequest {
  /** the record that stays */
  readonly id: string;
  readonly others: readonly string[];
  /** what the body says of fields: a value */
  readonly given: Readonly<Record<string, unknown>>;
  /** field -> the one of the others whose value is taken over */
  readonly taken: ReadonlyMap<string, string>;
  /** by id of the record, the version that the caller has seen */
  readonly ifVersions: ReadonlyMap<string, number>;
}

type Body = Readonly<Record<string, unknown>>;

const isBody = (given: unknown): given is Body =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** The id of `{from: id}`; undefined of every other value. */
function sourceIn(value: unknown): string | undefined {
  if (!isBody(value) || Object.keys(value).length !== 1) return undefined;
  return typeof value.from === 'string' && isUuid(value.from) ? value.from.toLowerCase() : undefined;
}

const EXPECTED_OTHERS = `1 – ${LIMITS.mergeOthers} ids`;

function readOthers(given: unknown, id: string, refuse: Refuse): readonly string[] {
  const isList = Array.isArray(given) && given.length > 0 && given.length <= LIMITS.mergeOthers;
  const ids = isList ? given.map((one) => (typeof one === 'string' ? one.toLowerCase() : '')) : [];
  const isSound = ids.length > 0 && ids.every(isUuid) && new Set([id, ...ids]).size === ids.length + 1;
  if (isSound) return ids;
  refuse('/others', 'others', given, EXPECTED_OTHERS);
  return [];
}

type Refuse = (path: string, name: string, given: unknown, expected: string) => void;

function readVersions(given: unknown, known: readonly string[], refuse: Refuse): ReadonlyMap<string, number> {
  const entries = Object.entries(isBody(given) ? given : {}).slice(0, LIMITS.mergeOthers + 2);
  const isSound =
    isBody(given) &&
    entries.every(([id, version]) => known.includes(id.toLowerCase()) && Number.isSafeInteger(version));
  if (!isSound) refuse('/ifVersions', 'ifVersions', given, '{id: version}');
  return new Map(entries.map(([id, version]) => [id.toLowerCase(), Number(version)]));
}

/** Reads the body of a merge, every problem at once. A preview knows of no values. */
export function readMerge(id: string, body: unknown, isPreview = false): MergeRequest {
  if (!isBody(body)) throw new Problem('record.shape', { given: quoted(body ?? null) });
  const known = isPreview ? ['others'] : ['others', 'values', 'ifVersions'];
  const problems: ProblemItem[] = Object.keys(body)
    .filter((name) => !known.includes(name))
    .slice(0, 20)
    .map((name) => problemItem(`/${name}`, 'request.parameter', { name, known: known.join(', ') }));
  const refuse: Refuse = (path, name, given, expected) =>
    problems.push(problemItem(path, 'request.value', { name, given: quoted(given ?? null), expected }));
  const others = readOthers(body.others, id, refuse);
  const { values = {}, ifVersions = {} } = body;
  if (!isBody(values)) refuse('/values', 'values', values, '{field: value | {from: id}}');
  const versions = readVersions(ifVersions, [id, ...others], refuse);
  const given: Record<string, unknown> = {};
  const taken = new Map<string, string>();
  for (const [name, value] of Object.entries(isBody(values) ? values : {})) {
    const source = sourceIn(value);
    if (source === id) continue;
    if (source === undefined) given[name] = value;
    else if (others.includes(source)) taken.set(name, source);
    else refuse(`/values/${name}`, name, value, others.map((one) => `{from: ${one}}`).join(' | '));
  }
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  return { id, others, given, taken, ifVersions: versions };
}
