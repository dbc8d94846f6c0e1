import { canMask, canMatch } from '../../field-types/index.ts';
import type { Document } from '../document.ts';
import type { Report } from '../report.ts';
import { linkTargetsOf } from '../scope.ts';
import { eachDocument, isAsleep, isPartial, type Together } from './together.ts';

/** Whether an object that is known in full has no stage field. */
const lacksStages = (together: Together, name: string): boolean => {
  const object = together.objects.get(name);
  if (!object || isPartial(together, name)) return false;
  return ![...object.fields.values()].some(({ type }) => type.hasStages);
};

/** A body states all line items of a record: one that its writer does not see would go with the next. */
const isLines = ({ objects }: Together, name: string): boolean =>
  objects.get(name)?.follows?.lines !== undefined;

const checkNoLines = (together: Together, { body: { object } }: Document, report: Report): void => {
  if (isLines(together, object)) report(['object'], 'document.where_lines', { object });
};

const CHECKS: Readonly<
  Partial<Record<Document['kind'], (together: Together, document: Document, report: Report) => void>>
> = {
  pipeline: (together, { body: { object } }, report) => {
    if (lacksStages(together, object)) {
      report(['object'], 'document.no_stage_field', { object });
    }
  },
  layout: ({ objects }, { body }, report) => {
    for (const [index, { object, via }] of (body.related ?? []).entries()) {
      const field = objects.get(object)?.fields.get(via);
      if (field && !linkTargetsOf(field).includes(body.object)) {
        report(['related', index, 'via'], 'document.via', { name: via, object: body.object });
      }
    }
  },
  role: (together, { body }, report) => {
    for (const [index, { object, where, fields }] of (body.grants ?? []).entries()) {
      for (const [name, right] of Object.entries(fields ?? {})) {
        const field = together.objects.get(object)?.fields.get(name);
        if (right === 'masked' && field && !(field.columns.length > 0 && canMask(field.type))) {
          report(['grants', index, 'fields', name], 'document.not_masked', { type: field.declared });
        }
      }
      if (where !== undefined && isLines(together, object)) {
        report(['grants', index, 'where'], 'document.where_lines', { object });
      }
    }
  },
  'sharing-rule': checkNoLines,
  'restriction-rule': checkNoLines,
  'match-rule': ({ objects }, { body }, report) => {
    for (const [index, { field: name }] of (body.fields ?? []).entries()) {
      const field = objects.get(body.object)?.fields.get(name);
      if (field && !canMatch(field.type))
        report(['fields', index, 'field'], 'document.not_matched', { type: field.declared });
    }
  },
  view: (together, { body: { object, mode, group } }, report) => {
    const by = typeof group === 'string' ? together.readable(object)?.member(group) : undefined;
    if (by?.type.kind === 'encrypted') report(['group'], 'query.group', { name: group });
    const isBoard = mode === 'board' && group === undefined;
    if (isBoard && lacksStages(together, object)) {
      report(['mode'], 'document.board', { object });
    }
  },
};

/** What documents under an object ask of it. */
export const checkPlaces = (together: Together) =>
  eachDocument(together, (document, report) => {
    if (!isAsleep(together, document, [])) CHECKS[document.kind]?.(together, document, report);
  });
