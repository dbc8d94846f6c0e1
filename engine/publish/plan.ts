import { createHash } from 'node:crypto';
import {
  type Labels,
  messageOf,
  Problem,
  type ProblemCode,
  type ProblemItem,
  type ProblemParams,
  problemItem,
} from '../errors.ts';
import { addressOf, checksumOf, type Document, textOf } from '../model/index.ts';
import type { Ask, Examined, Explained, Remedy, RemedyName, Risk, Scene } from './changes/index.ts';
import { type StepDraft, stepKind } from './steps/index.ts';
import { objectNameOf, type Subject } from './subjects.ts';

/** What publishing would do, in words. */
export interface Plan {
  /** names what would be published: base version, changes and remedies, never the counts */
  readonly hash: string;
  readonly baseVersion: number;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** the worst of its changes */
  readonly risk: Risk;
}

export interface Change {
  readonly id: string;
  /** name of its kind in the catalogue */
  readonly kind: string;
  readonly op: '+' | '~' | '-';
  /** address of the document: `object/account` */
  readonly document: string;
  readonly object?: string;
  readonly field?: string;
  /** value of the option of that field */
  readonly option?: string;
  /** id of the rule */
  readonly rule?: string;
  /** the words that change, `name` of a rename: what an editor puts back to take the change back */
  readonly words?: readonly string[];
  readonly sentence: Labels;
  readonly risk: Risk;
  /** records that it touches, where that was counted */
  readonly rows?: number;
  /** what can be chosen for records that are there already */
  readonly remedies?: readonly RemedyName[];
  readonly remedy?: Remedy;
}

/** Something to know before publishing. */
export interface Finding {
  /** id of the change */
  readonly change: string;
  readonly code: string;
  readonly message: Labels;
  readonly count?: number;
  /** must be put right first */
  readonly blocking: boolean;
}

/** What an admin chose, by id of the change. */
export type Remedies = Readonly<Record<string, Remedy>>;

const RISKS: readonly Risk[] = ['safe', 'scan', 'fill', 'destructive'];

const worstOf = (risks: readonly Risk[]): Risk =>
  RISKS[Math.max(0, ...risks.map((risk) => RISKS.indexOf(risk)))]!;

/** A label in both languages; what has none is called by its name. */
export function called({ labels = {}, name }: Pick<Subject, 'labels' | 'name'>): Labels {
  const any = labels.en ?? Object.values(labels)[0] ?? name;
  return { en: any, 'zh-CN': labels['zh-CN'] ?? any };
}

/** What objects are called in both languages, by API name. */
export type ObjectLabels = ReadonlyMap<string, Labels>;

const NOTHING: Labels = { en: '', 'zh-CN': '' };

function sentenceOf({ kind, difference }: Explained, objects: ObjectLabels): Labels {
  const { subject, before } = difference;
  const object = subject.kind === 'object' ? undefined : objects.get(objectNameOf(subject) ?? '');
  const told = {
    label: called(subject),
    old: called(before ?? subject),
    parent: subject.parent ? called(subject.parent) : NOTHING,
    ofObject: object ? { en: ` of ${object.en}`, 'zh-CN': `（${object['zh-CN']}）` } : NOTHING,
  };
  return kind.sentence(told, difference);
}

const fieldOf = ({ kind, name, parent }: Subject): string | undefined =>
  kind === 'field' ? name : parent?.kind === 'field' ? parent.name : undefined;

const remediesOf = ({ kind, difference }: Explained): readonly RemedyName[] | undefined =>
  kind.hasRemedies?.(difference) === false ? undefined : kind.remedies;

/** The remedies as given, refused where they fit no change. */
export function readRemedies(given: unknown, changes: readonly Explained[]): Remedies {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new Problem('request.value', { name: 'remedies', given: typeof given, expected: '{…}' });
  }
  const byId = new Map(changes.map((change) => [change.id, change]));
  const read = Object.entries(given).map(([id, remedy]): [string, Remedy] => {
    const change = byId.get(id);
    const offered = change && remediesOf(change);
    const { name, value } = Object(remedy);
    if (!offered?.includes(name)) {
      throw new Problem('publish.refused', {}, [
        problemItem(`/remedies/${id.slice(0, 80)}`, 'publish.remedy_unknown', { name: id.slice(0, 80) }),
      ]);
    }
    return [id, name === 'fill' ? { name, value } : { name }];
  });
  return Object.fromEntries(read);
}

/** A change with what it leaves to be done, before anybody has looked at rows. */
export interface Weighed {
  readonly explained: Explained;
  readonly remedy: Remedy | undefined;
  readonly steps: readonly StepDraft[];
}

export function weigh(changes: readonly Explained[], scene: Scene, remedies: Remedies): readonly Weighed[] {
  return changes.map((explained) => {
    const { id, kind, difference } = explained;
    const remedy = remediesOf(explained) && (remedies[id] ?? { name: 'leave' as const });
    return { explained, remedy, steps: kind.steps?.(difference, scene, remedy ?? { name: 'leave' }) ?? [] };
  });
}

/** Looks at the rows that a change is about. */
export const examine = async (
  { explained: { kind, difference } }: Weighed,
  scene: Scene,
  ask: Ask,
): Promise<Examined> => (await kind.examine?.(difference, scene, ask)) ?? {};

function changeOf({ explained, remedy, steps }: Weighed, { rows }: Examined, objects: ObjectLabels): Change {
  const { id, kind, difference } = explained;
  const { subject } = difference;
  const object = objectNameOf(subject);
  const field = fieldOf(subject);
  return {
    id,
    kind: kind.name,
    op: kind.op,
    document: addressOf(subject.document),
    ...(object !== undefined && { object }),
    ...(field !== undefined && { field }),
    ...(field !== undefined && subject.kind === 'option' && { option: subject.name }),
    ...(subject.kind === 'rule' && { rule: subject.id }),
    ...(difference.words.length > 0 && { words: difference.words }),
    sentence: sentenceOf(explained, objects),
    risk: worstOf([
      kind.risk ?? 'safe',
      ...steps.map((step) => (stepKind(step.kind)?.writes ? 'fill' : 'scan')),
    ]),
    ...(rows !== undefined && { rows }),
    ...(remedy && { remedies: kind.remedies!, remedy }),
  };
}

/** A sentence in both languages; what it tells of may be called differently in each. */
function tellFinding(
  code: ProblemCode,
  params: ProblemParams,
  told: Readonly<Record<string, Labels>> = {},
): Labels {
  const names = Object.entries(told);
  const said = (locale: 'en' | 'zh-CN') =>
    messageOf(code, {
      ...params,
      ...Object.fromEntries(names.map(([name, label]) => [name, label[locale]!])),
    })[locale]!;
  return { en: said('en'), 'zh-CN': said('zh-CN') };
}

export function findingsOf({ explained: { id } }: Weighed, { findings = [] }: Examined): Finding[] {
  return findings.map(({ code, params, told, count, blocking = false }) => ({
    change: id,
    code,
    message: tellFinding(code, { ...params, count: count ?? '?' }, told),
    ...(count !== undefined && { count }),
    blocking,
  }));
}

/** A finding as a problem tells it. */
export const itemOf = ({ change, code, message }: Finding): ProblemItem => ({
  path: `/changes/${change}`,
  code,
  message,
});

/** What is published is named by the base, the text of what changes, and the remedies. */
function hashOf({ base, written, removed }: PlanParts, changes: readonly Change[]): string {
  const hash = createHash('sha256').update(
    JSON.stringify([
      base,
      written.map((document) => [addressOf(document), document.package, checksumOf(textOf(document))]),
      removed.map(addressOf),
      changes.map(({ id, remedy }) => [id, remedy]),
    ]),
  );
  return hash.digest('base64url');
}

export interface PlanParts {
  readonly base: number;
  readonly written: readonly Document[];
  readonly removed: readonly Document[];
  readonly weighed: readonly Weighed[];
  readonly examined: readonly Examined[];
  readonly objects: ObjectLabels;
}

export function makePlan(parts: PlanParts): Plan {
  const { base, weighed, examined, objects } = parts;
  const changes = weighed.map((one, index) => changeOf(one, examined[index]!, objects));
  return {
    hash: hashOf(parts, changes),
    baseVersion: base,
    changes,
    findings: weighed.flatMap((one, index) => findingsOf(one, examined[index]!)),
    risk: worstOf(changes.map(({ risk }) => risk)),
  };
}
