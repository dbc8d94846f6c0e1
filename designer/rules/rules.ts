import type { Labels } from '../../runtime-ui/api/types.ts';
import {
  type Body,
  cleanLabels,
  type Edit,
  ENGINE,
  type MetaDocument,
  objectDocument,
  withBody,
} from '../draft/documents.ts';
import { newId } from '../draft/ids.ts';

/** What a rule does when its condition is met. */
export type Effect = 'check' | 'require' | 'readOnly' | 'hide' | 'options';

export const EFFECTS: readonly Effect[] = ['check', 'require', 'readOnly', 'hide', 'options'];

/** A rule as it is edited: what another effect would need is kept until it is saved. */
export interface RuleDraft {
  readonly id: string | undefined;
  readonly effect: Effect;
  readonly when: string;
  /** what must hold, and the field at which it is told */
  readonly check: string;
  readonly field: string | undefined;
  /** of the effects that name fields */
  readonly fields: readonly string[];
  readonly clear: boolean;
  /** field → allowed options */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly message: Labels;
}

export const BLANK_RULE: RuleDraft = {
  id: undefined,
  effect: 'require',
  when: '',
  check: '',
  field: undefined,
  fields: [],
  clear: false,
  options: {},
  message: {},
};

export const rulesOf = (object: MetaDocument): readonly Body[] => object.body['x-rules'] ?? [];

/** A rule of a document as it is edited. */
export function readRule(rule: Body): RuleDraft {
  const effect = EFFECTS.find((one) => rule[one] !== undefined) ?? 'check';
  return {
    id: rule.id,
    effect,
    when: rule.when ?? '',
    check: rule.check ?? '',
    field: rule.field,
    fields: rule.require ?? rule.readOnly ?? rule.hide ?? [],
    clear: rule.clear === true,
    options: rule.options ?? {},
    message: rule.message ?? {},
  };
}

const said = (draft: RuleDraft): Body => {
  switch (draft.effect) {
    case 'check':
      return { check: draft.check.trim(), ...(draft.field !== undefined && { field: draft.field }) };
    case 'options':
      return { options: draft.options };
    case 'hide':
      return { hide: draft.fields, ...(draft.clear && { clear: true }) };
    default:
      return { [draft.effect]: draft.fields };
  }
};

const WORDS: ReadonlySet<string> = new Set([...EFFECTS, 'id', 'when', 'field', 'clear', 'message']);

/** The rule of a document with what was edited; words that no editor knows stay. */
export function writtenRule(draft: RuleDraft, before: Body | undefined): Body {
  const others = Object.entries(before ?? {}).filter(([word]) => !WORDS.has(word));
  const message = cleanLabels(draft.message);
  return {
    id: draft.id ?? newId('rul'),
    ...(draft.when.trim() !== '' && { when: draft.when.trim() }),
    ...said(draft),
    ...(Object.keys(message).length > 0 && { message }),
    ...Object.fromEntries(others),
  };
}

function withRules(
  object: string,
  change: (rules: readonly Body[], document: MetaDocument) => readonly Body[],
): Edit {
  return (documents) => {
    const document = objectDocument(documents, object);
    if (!document) return documents;
    const { 'x-rules': before = [], ...body } = document.body;
    const rules = change(before, document);
    return withBody(documents, document, rules.length > 0 ? { ...body, 'x-rules': rules } : body);
  };
}

/** The place of a rule: its id, or where it stands when its author gave none. */
export const ruleKey = (rule: Body, at: number): string => rule.id ?? String(at);

/** Adds a rule, or puts it in the place of the one that it was. */
export const putRule = (object: string, key: string | undefined, draft: RuleDraft): Edit =>
  withRules(object, (rules) => {
    const at = key === undefined ? -1 : rules.findIndex((rule, index) => ruleKey(rule, index) === key);
    if (at < 0) return [...rules, writtenRule(draft, undefined)];
    return rules.with(at, writtenRule(draft, rules[at]));
  });

export const removeRule = (object: string, key: string): Edit =>
  withRules(object, (rules) => rules.filter((rule, index) => ruleKey(rule, index) !== key));

export const moveRule = (object: string, key: string, by: -1 | 1): Edit =>
  withRules(object, (rules) => {
    const at = rules.findIndex((rule, index) => ruleKey(rule, index) === key);
    const to = at + by;
    if (at < 0 || to < 0 || to >= rules.length) return rules;
    return rules.toSpliced(at, 1).toSpliced(to, 0, rules[at]!);
  });

/** Whether the engine relies on a rule. */
export const isShipped = (object: MetaDocument, rule: Body): boolean =>
  object.package === ENGINE && rule.package === undefined;

export type RuleFault = 'check' | 'fields' | 'options' | 'message';

/** What a rule still needs. */
export function faultsOfRule({ effect, check, fields, options, message }: RuleDraft): readonly RuleFault[] {
  const isSaid = Object.values(message).some((text) => text.trim() !== '');
  return [
    ...(effect === 'check' && check.trim() === '' ? (['check'] as const) : []),
    ...(effect === 'check' && !isSaid ? (['message'] as const) : []),
    ...(effect === 'options' && !Object.values(options).some((values) => values.length > 0)
      ? (['options'] as const)
      : []),
    ...(/^(require|readOnly|hide)$/.test(effect) && fields.length === 0 ? (['fields'] as const) : []),
  ];
}
