import type { Labels } from '../../runtime-ui/api/types.ts';
import restriction from '../../schemas/restriction-rule.schema.json' with { type: 'json' };
import sharing from '../../schemas/sharing-rule.schema.json' with { type: 'json' };
import {
  addressOf,
  type Body,
  cleanLabels,
  type Documents,
  type Edit,
  LOCAL,
  type MetaDocument,
  under,
  withBody,
  withDocument,
  withoutDocument,
} from '../draft/documents.ts';
import { newId } from '../draft/ids.ts';

/** Rules beside the grants of roles: what is shared besides them, and what is kept from people whatever they say. */
export type AccessRuleKind = 'sharing-rule' | 'restriction-rule';

export const KINDS: readonly AccessRuleKind[] = ['sharing-rule', 'restriction-rule'];

/** A rule of either kind as it is edited. */
export interface AccessRuleDraft {
  readonly name: string;
  readonly labels: Labels;
  /** with whom it shares, or whom it binds; nobody said is everybody */
  readonly roles: readonly string[];
  /** which records it shares, or which ones may be reached */
  readonly where: string;
  /** none said is what the kind means by it */
  readonly do: readonly string[];
}

export const BLANK: AccessRuleDraft = { name: '', labels: {}, roles: [], where: '', do: [] };

/** The words by which the kinds say whom, and which records. */
const WORDS = {
  'sharing-rule': { prefix: 'shr', roles: 'to', where: 'where', actions: sharing },
  'restriction-rule': { prefix: 'rst', roles: 'for', where: 'allow', actions: restriction },
} as const;

/** What rules of a kind can be about. */
export const actionsOf = (kind: AccessRuleKind): readonly string[] =>
  WORDS[kind].actions.properties.do.items.enum;

/** Whether a rule of the kind is about somebody in particular. */
export const needsRoles = (kind: AccessRuleKind): boolean => kind === 'sharing-rule';

export function readAccessRule({ kind, body }: MetaDocument): AccessRuleDraft {
  const words = WORDS[kind as AccessRuleKind];
  return {
    name: body.name,
    labels: body.labels ?? {},
    roles: body[words.roles] ?? [],
    where: body[words.where] ?? '',
    do: body.do ?? [],
  };
}

function writtenRule(kind: AccessRuleKind, object: string, draft: AccessRuleDraft, before: Body): Body {
  const words = WORDS[kind];
  const { [words.roles]: _, do: __, ...others } = before;
  return {
    ...(others.id === undefined && { id: newId(words.prefix) }),
    ...others,
    name: draft.name,
    object,
    labels: cleanLabels(draft.labels),
    ...(draft.roles.length > 0 && { [words.roles]: draft.roles }),
    [words.where]: draft.where.trim(),
    ...(draft.do.length > 0 && { do: draft.do }),
  };
}

/** Adds a rule to an object, or writes the one that it was. */
export const putAccessRule =
  (kind: AccessRuleKind, object: string, draft: AccessRuleDraft, before?: MetaDocument): Edit =>
  (documents) => {
    const known = before && documents.get(addressOf(before));
    const body = writtenRule(kind, object, draft, known?.body ?? {});
    if (known) return withBody(documents, known, body);
    return withDocument(documents, { kind, key: `${object}.${draft.name}`, package: LOCAL, body });
  };

export const removeAccessRule =
  (rule: MetaDocument): Edit =>
  (documents) =>
    withoutDocument(documents, addressOf(rule));

export const accessRulesOf = (documents: Documents, object: string): readonly MetaDocument[] =>
  KINDS.flatMap((kind) => under(documents, kind, object));

export type AccessRuleFault = 'label' | 'roles' | 'where';

/** What a rule still needs. */
export function faultsOfAccessRule(kind: AccessRuleKind, draft: AccessRuleDraft): readonly AccessRuleFault[] {
  const hasLabel = Object.values(draft.labels).some((text) => text.trim() !== '');
  return [
    ...(hasLabel ? [] : (['label'] as const)),
    ...(needsRoles(kind) && draft.roles.length === 0 ? (['roles'] as const) : []),
    ...(draft.where.trim() === '' ? (['where'] as const) : []),
  ];
}
