import { accessOf } from './access/index.ts';
import type { RequestContext } from './context.ts';
import { Problem, textIn } from './errors.ts';
import {
  checkExpression,
  describeScope,
  findReferences,
  type Kind,
  renameReferences,
} from './expression/index.ts';
import { quoted } from './field-types/index.ts';
import { isUuid } from './ids.ts';
import {
  type CurrentModels,
  childRelations,
  isBody,
  memberNamed,
  membersOfField,
  scopeInModel,
} from './model/index.ts';
import type { Model, ModelObject } from './model/model.ts';
import { draftModel, draftNamed } from './publish/index.ts';
import { sampleValues } from './records/index.ts';
import { answer, type Route, type RouteCall } from './route.ts';

/** Expressions while somebody writes them in a draft: what they may name, what is wrong, what they come to. */

const KINDS: readonly Kind[] = ['string', 'decimal', 'bool', 'date', 'timestamp', 'duration', 'list'];
const SCOPES = 'record | fields | new | target | change | child';
const MOST_RECORDS = 5;

const isKind = (given: unknown): given is Kind => (KINDS as readonly unknown[]).includes(given);

const isIds = (given: unknown): given is readonly string[] =>
  Array.isArray(given) &&
  given.length <= MOST_RECORDS &&
  given.every((id) => typeof id === 'string' && isUuid(id));

const refuse = (name: string, given: unknown, expected: string): Problem =>
  new Problem('request.value', { name, given: quoted(given), expected });

/** The name under which a member of the draft is published; undefined where it is not. */
function publishedName(published: Model, object: ModelObject, name: string): string | undefined {
  const member = memberNamed(object, name);
  const known = member && published.objectsById.get(object.id)?.fieldsById.get(member.field.id);
  return known && !known.archived
    ? membersOfField(known).find(({ part }) => part === member.part)?.name
    : undefined;
}

/** The same of a relation that leads to many, and the object that they are of. */
function publishedChildren(models: { drafted: Model; published: Model }, object: ModelObject, name: string) {
  const { drafted, published } = models;
  const relation = childRelations(drafted, object.name).get(name);
  const child = relation && drafted.objects.get(relation.object);
  const there = published.objectsById.get(object.id);
  if (!relation || !child || !there) return undefined;
  const via = publishedName(published, child, relation.via);
  const from = published.objectsById.get(child.id)?.name;
  const known = [...childRelations(published, there.name).values()].find(
    (one) => one.object === from && one.via === via,
  );
  return known && { name: known.name, object: child };
}

/** An expression of the draft in the names that are published. */
function publishedSource(
  models: { drafted: Model; published: Model },
  object: ModelObject,
  source: string,
): string {
  const { drafted, published } = models;
  return renameReferences(source, (path) => {
    const [first, ...others] = path;
    const isVariable = first!.startsWith('$');
    if (isVariable && first !== '$old') return undefined;
    let here: ModelObject | undefined = object;
    const names = (isVariable ? others : path).map((name) => {
      const many: ReturnType<typeof publishedChildren> = here && publishedChildren(models, here, name);
      const now: string = many?.name ?? (here && publishedName(published, here, name)) ?? name;
      here = many?.object ?? (here && drafted.objects.get(memberNamed(here, name)?.target ?? ''));
      return now;
    });
    return isVariable ? [first!, ...names] : names;
  });
}

/** Values of an expression for records that are there; null where what it names is not, or not for the caller. */
async function valuesIn(
  ctx: RequestContext,
  drafted: Model,
  object: ModelObject,
  source: string,
  records: unknown,
) {
  if (records === undefined) return undefined;
  const name = ctx.model.objectsById.get(object.id)?.name;
  if (name === undefined || !accessOf(ctx.model, ctx.actor).can(name, 'read')) return null;
  const said = publishedSource({ drafted, published: ctx.model }, object, source);
  return (await sampleValues(ctx, name, said, isIds(records) ? records : undefined)) ?? null;
}

function assertModelRight({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('model')) throw new Problem('publish.not_allowed');
}

export function routesOf({ models }: { readonly models: CurrentModels }): readonly Route[] {
  const draftedModel = async ({ ctx, query }: RouteCall): Promise<Model> => {
    const { db, workspace, actor } = ctx;
    assertModelRight(ctx);
    const named = draftNamed(query.get('draft') ?? 'own', actor.userId);
    return draftModel({ db, workspace, models }, named, ctx.model);
  };
  const drafted = async (call: RouteCall, object: unknown) => {
    const model = await draftedModel(call);
    const found = model.objects.get(String(object));
    if (!found) throw new Problem('query.object', { name: quoted(object) });
    return { model, object: found };
  };
  const scopeFor = (model: Model, object: ModelObject, scope: string, home: unknown) => {
    const from = String(home ?? object.name);
    if (!model.objects.has(from)) throw new Problem('query.object', { name: quoted(home) });
    const found = scopeInModel(model, { scope, object: object.name, home: from });
    if (!found) throw refuse('scope', scope, SCOPES);
    return found;
  };

  const scope = async (call: RouteCall): Promise<Response> => {
    const { model, object } = await drafted(call, call.query.get('object'));
    const { query } = call;
    const named = query.get('scope') ?? 'record';
    return answer(describeScope(scopeFor(model, object, named, query.get('home'))));
  };

  const relations = async (call: RouteCall): Promise<Response> => {
    const model = await draftedModel(call);
    const named = [...model.objects.keys()].flatMap((target) =>
      [...childRelations(model, target).values()].map(({ name, labels, object, via }) => ({
        ...{ object, field: via, target, name, labels },
      })),
    );
    return answer({ relations: named });
  };

  const tryExpression = async (call: RouteCall): Promise<Response> => {
    const { ctx, body } = call;
    const given = isBody(body) ? body : {};
    const { expression, returns, records } = given;
    assertModelRight(ctx);
    if (typeof expression !== 'string') throw refuse('expression', expression, 'text');
    if (returns !== undefined && !isKind(returns)) throw refuse('returns', returns, KINDS.join(' | '));
    if (records !== undefined && records !== 'latest' && !isIds(records)) {
      throw refuse('records', records, `latest | ≤ ${MOST_RECORDS} ids`);
    }
    const { model, object } = await drafted(call, given.object);
    const scope = String(given.scope ?? 'record');
    const found = scopeFor(model, object, scope, given.home);
    const checked = checkExpression(expression, found, returns === undefined ? {} : { returns });
    if (checked.ok) {
      // what `record.` leads to is of no record that is there
      const isOfOthers = scope === 'target' && findReferences(expression).some(({ ofRecord }) => ofRecord);
      const asked = isOfOthers ? undefined : records;
      const values = await valuesIn(ctx, model, object, expression, asked);
      return answer({
        type: checked.expression.kind,
        problems: [],
        ...(values !== undefined && { values }),
      });
    }
    const problems = checked.problems.map(({ message, ...problem }) => ({
      ...problem,
      message: textIn(message, ctx.locale),
    }));
    return answer({ type: null, problems });
  };

  return [
    {
      method: 'GET',
      path: '/api/metadata/draft/scope',
      reads: 'administration',
      answers: 'names of the model, for those who may change it',
      handler: scope,
    },
    {
      method: 'GET',
      path: '/api/metadata/draft/relations',
      reads: 'administration',
      answers: 'names of the model, for those who may change it',
      handler: relations,
    },
    {
      method: 'POST',
      path: '/api/metadata/draft/try',
      reads: 'trial',
      answers: 'values of records that the caller may read, of fields that they may read',
      handler: tryExpression,
    },
  ];
}
