import type { DocumentKind } from '../document.ts';
import { calendar } from './calendar.ts';
import type { Kind } from './define-kind.ts';
import { layout } from './layout.ts';
import { matchRule } from './match-rule.ts';
import { navigation } from './navigation.ts';
import { object } from './object.ts';
import { optionSet } from './option-set.ts';
import { packageKind } from './package.ts';
import { pipeline } from './pipeline.ts';
import { restrictionRule } from './restriction-rule.ts';
import { role } from './role.ts';
import { settings } from './settings.ts';
import { sharingRule } from './sharing-rule.ts';
import { view } from './view.ts';

export type { Kind, Part } from './define-kind.ts';

/** Every kind of document, in the order in which a folder is read. A new one is its file and its line here. */
const KINDS: readonly Kind[] = Object.freeze([
  packageKind,
  settings,
  calendar,
  optionSet,
  object,
  pipeline,
  layout,
  view,
  role,
  sharingRule,
  restrictionRule,
  matchRule,
  navigation,
]);

const byName: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind.name, kind]));

export const documentKinds = (): readonly Kind[] => KINDS;

/** The kind of that name, or undefined. */
export const findKind = (name: string): Kind | undefined => byName.get(name);

export const kindOf = ({ kind }: { readonly kind: DocumentKind }): Kind => byName.get(kind)!;

/** Kinds that the contract names and this version does not know yet, with their folders. */
export const LATER_KINDS: ReadonlyMap<string, string> = new Map([
  ['pool', 'pools'],
  ['assignment-rule', 'assignment-rules'],
  ['sla', 'slas'],
  ['score', 'scores'],
  ['measure', 'measures'],
  ['quota', 'quotas'],
  ['alert', 'alerts'],
  ['button', 'buttons'],
  ['workflow', 'workflows'],
  ['form', 'forms'],
  ['connection', 'connections'],
  ['report', 'reports'],
  ['dashboard', 'dashboards'],
  ['email-template', 'emails'],
  ['document-template', 'document-templates'],
  ['segment', 'segments'],
]);
