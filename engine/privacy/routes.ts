import { accessOf } from '../access/index.ts';
import { auditWriterOf, type Entry, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { attachmentHeader, type FileStore } from '../files/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { readMembers } from '../people/index.ts';
import { answer, answerText, type Route } from '../route.ts';
import { consentRoutes } from './consent-routes.ts';
import { erasePerson } from './erase.ts';
import { exportCsv, exportPerson } from './export.ts';
import { exportHtml } from './export-html.ts';
import { findPerson, type RecordName } from './find.ts';
import { type Asked, isErasable, planErasure } from './plan.ts';
import { readTerms, type Term } from './terms.ts';
import { toldFound, toldPlan } from './told.ts';

function assertMay({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('security')) throw new Problem('privacy.not_allowed');
}

function recordOf({ model }: RequestContext, object: string, id: string): RecordName {
  const found = model.objects.get(object);
  if (!found || !isUuid(id)) throw new Problem('record.not_found');
  return { object: found, id: id.toLowerCase() };
}

function assertOneOf(name: string, given: string | undefined, known: readonly string[]): void {
  if (given === undefined || known.includes(given)) return;
  const params = { name, given: quoted(given), expected: known.join(' | ') };
  throw new Problem('privacy.invalid', {}, [
    problemItem(`/${name}`, 'request.value', params, nearest(given.slice(0, 80), known)),
  ]);
}

interface Person {
  readonly records: readonly RecordName[];
  readonly terms: readonly Term[];
}

const PERSON = { object: 'text?', id: 'text?', terms: 'texts?' } as const;

/** A record that is the person, or by what they are known. */
function personIn(
  ctx: RequestContext,
  {
    object,
    id,
    terms = [],
  }: { object: string | undefined; id: string | undefined; terms: readonly string[] | undefined },
): Person {
  if (terms.length > LIMITS.privacyTerms)
    throw new Problem('privacy.invalid', {}, [
      problemItem('/terms', 'privacy.terms', { limit: LIMITS.privacyTerms }),
    ]);
  const isNamed = object !== undefined && id !== undefined;
  if (!isNamed && terms.length === 0)
    throw new Problem('privacy.invalid', {}, [problemItem('', 'privacy.who')]);
  return { records: isNamed ? [recordOf(ctx, object, id)] : [], terms: readTerms(terms) };
}

function askedIn(
  ctx: RequestContext,
  { object, id, also = [] }: { object: string; id: string; also: readonly string[] | undefined },
): Asked {
  const others = also.map((given, index): RecordName => {
    const [name, record] = given.split('/');
    const found = ctx.model.objects.get(name!);
    if (found && record && isUuid(record)) return { object: found, id: record.toLowerCase() };
    throw new Problem('privacy.invalid', {}, [
      problemItem(`/also/${index}`, 'privacy.also', { given: quoted(given) }),
    ]);
  });
  return { record: recordOf(ctx, object, id), also: others };
}

/** Leaves that somebody was looked up, and by what kind of words; never the words. */
async function leave(ctx: RequestContext, op: Entry['op'], { records, terms }: Person): Promise<void> {
  const [record] = records;
  const about = record ? { object: record.object.id, record: record.id } : {};
  const changes = terms.length > 0 ? { by: [...new Set(terms.map(({ kind }) => kind))].sort() } : {};
  await writeEntries(auditWriterOf(ctx), ctx.db.forWorkspace(ctx.workspace), [{ op, ...about, changes }]);
}

const ANSWERS =
  'whatever the workspace holds of one person, with the rights of the engine: for those with the right to security';

/** People whose data the workspace holds: found, exported, erased, for those who answer for security. */
export const routesOf = (store: FileStore): readonly Route[] => [
  ...consentRoutes,
  {
    method: 'POST',
    path: '/api/privacy/find',
    reads: 'administration',
    answers: ANSWERS,
    isQuestion: true,
    limitedKeys: 'refused',
    handler: async ({ ctx, body }) => {
      assertMay(ctx);
      const person = personIn(ctx, readMembers(body ?? {}, PERSON));
      const found = await findPerson(ctx, ctx.db.direct(), person);
      await leave(ctx, 'find_person', person);
      return answer({ ...toldFound(ctx, found), canErase: isErasable(person.records) });
    },
  },
  {
    method: 'POST',
    path: '/api/privacy/export',
    reads: 'administration',
    answers: ANSWERS,
    isQuestion: true,
    limitedKeys: 'refused',
    handler: async ({ ctx, body }) => {
      assertMay(ctx);
      const { format, language, ...who } = readMembers(body ?? {}, {
        ...PERSON,
        format: 'text?',
        language: 'text?',
      });
      assertOneOf('format', format, ['json', 'csv', 'html']);
      assertOneOf('language', language, ['en', 'zh-CN']);
      const person = personIn(ctx, who);
      const about = { ...ctx, locale: language ?? ctx.locale };
      const found = await findPerson(about, ctx.db.direct(), person);
      const told = await exportPerson(about, ctx.db.direct(), found);
      await leave(ctx, 'export_person', person);
      if (format === 'html')
        return new Response(await exportHtml(told), {
          headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Disposition': attachmentHeader('person.html'),
          },
        });
      if (format !== 'csv')
        return answerText(JSON.stringify(told, null, 2), 200, {
          'Content-Disposition': attachmentHeader('person.json'),
        });
      return new Response(exportCsv(told), {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': attachmentHeader('person.csv'),
        },
      });
    },
  },
  {
    method: 'POST',
    path: '/api/privacy/plan',
    reads: 'administration',
    answers: ANSWERS,
    isQuestion: true,
    limitedKeys: 'refused',
    handler: async ({ ctx, body }) => {
      assertMay(ctx);
      const asked = askedIn(ctx, readMembers(body ?? {}, { object: 'text', id: 'text', also: 'texts?' }));
      const plan = await planErasure(ctx, ctx.db.direct(), asked);
      await leave(ctx, 'find_person', { records: [asked.record], terms: [] });
      return answer(toldPlan(ctx, plan));
    },
  },
  {
    method: 'POST',
    path: '/api/privacy/erase',
    reads: 'administration',
    answers: 'how many records, entries and files lost values: for those with the right to security',
    limitedKeys: 'refused',
    handler: async ({ ctx, body }) => {
      assertMay(ctx);
      const { hash, confirm, ...who } = readMembers(body ?? {}, {
        object: 'text',
        id: 'text',
        also: 'texts?',
        hash: 'text',
        confirm: 'text',
      });
      return answer(await erasePerson(ctx, store, askedIn(ctx, who), { hash, confirm }));
    },
  },
];
