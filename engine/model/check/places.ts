import type { Document } from '../document.ts';
import type { Report } from '../report.ts';
import { targetOf } from '../scope.ts';
import { eachDocument, isAsleep, type Together } from './together.ts';

const hasStages = ({ objects }: Together, name: string): boolean =>
  [...(objects.get(name)?.fields.values() ?? [])].some(({ type }) => type.hasStages);

const CHECKS: Readonly<
  Partial<Record<Document['kind'], (together: Together, document: Document, report: Report) => void>>
> = {
  pipeline: (together, { body: { object } }, report) => {
    if (together.objects.has(object) && !hasStages(together, object)) {
      report(['object'], 'document.no_stage_field', { object });
    }
  },
  layout: ({ objects }, { body }, report) => {
    for (const [index, { object, via }] of (body.related ?? []).entries()) {
      const field = objects.get(object)?.fields.get(via);
      if (field && targetOf(field) !== body.object) {
        report(['related', index, 'via'], 'document.via', { name: via, object: body.object });
      }
    }
  },
  view: (together, { body: { object, mode, group } }, report) => {
    const isBoard = mode === 'board' && group === undefined;
    if (isBoard && together.objects.has(object) && !hasStages(together, object)) {
      report(['mode'], 'document.board', { object });
    }
  },
};

/** What documents under an object ask of it. */
export const checkPlaces = (together: Together) =>
  eachDocument(together, (document, report) => {
    if (!isAsleep(together, document, [])) CHECKS[document.kind]?.(together, document, report);
  });
