import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { transaction } from '../db/connect.ts';
import { EXPECTED, type Labels, Problem, textIn } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import {
  addressOf,
  type CurrentModels,
  closeDraft,
  type Draft,
  type DraftOf,
  documentsAt,
  dropDraftDocuments,
  findDraft,
  isBody,
  listVersions,
  openDraft,
  saveDraftDocuments,
} from '../model/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import {
  checkSent,
  type DraftedDocument,
  documentIn,
  draftedNext,
  kindNamed,
  putDocument,
  removeDocument,
  restoring,
} from './draft.ts';
import { draftNamed } from './draft-model.ts';
import { type PublishParts, readState } from './prepare.ts';
import { type PublishProgress, publishProgress, retrySteps } from './progress.ts';
import { planDocuments, publishDocuments } from './publish.ts';
import type { StepRunner } from './step-runner.ts';

/** What the addresses of the model's documents need besides a request. */
export interface MetadataParts {
  readonly models: CurrentModels;
  readonly steps: StepRunner;
}

const VERSIONS = 50;

function assertMayModel({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('model')) throw new Problem('publish.not_allowed');
}

const refuse = (name: string, given: unknown, expected: string | Labels): Problem =>
  new Problem('request.value', { name, given: quoted(given), expected });

/** The caller's own draft, or the one that the address names. */
function draftOf({ ctx, query }: RouteCall): DraftOf {
  return draftNamed(query.get('draft') ?? 'own', ctx.actor.userId);
}

async function draftIn(call: RouteCall): Promise<Draft | undefined> {
  const of = draftOf(call);
  const draft = await findDraft(call.ctx.db.forControl(), call.ctx.workspace, of);
  if (!draft && 'id' in of) throw new Problem('publish.draft');
  return draft;
}

/** The checksum that `If-Match` names; `*` is any. */
function ifMatch({ headers }: RouteCall): string | undefined {
  const given = headers.get('If-Match')?.trim();
  if (given === undefined || given === '' || given === '*') return undefined;
  return given.replace(/^(?:W\/)?"|"$/g, '');
}

function versionNamed(given: string | undefined): number {
  if (!/^\d{1,9}$/.test(given ?? '')) throw new Problem('publish.version', { version: quoted(given) });
  return Number(given);
}

const etag = (checksum: string): string => `"${checksum}"`;

const said = ({ document: { kind, key, id, package: home, body }, checksum }: DraftedDocument) => ({
  kind,
  key,
  id,
  package: home,
  body,
  etag: etag(checksum),
});

const documentAnswer = (found: DraftedDocument | undefined, kind: string, key: string): Response => {
  if (!found) throw new Problem('publish.document', { name: `${kind}/${key}`.slice(0, 80) });
  return answer(said(found), 200, { ETag: etag(found.checksum) });
};

/** How a publish goes on, in the caller's language. */
const saidProgress = ({ version, state, steps }: PublishProgress, locale: string) => ({
  publish: String(version),
  version,
  state,
  steps: steps.map((step) => ({ ...step, error: step.error && textIn(step.error, locale) })),
});

const DRAFT = '/api/metadata/draft';
const ONE = `${DRAFT}/:kind/:name`;
const FOR_ADMINS = 'documents of the workspace, for those who may change the model';

/** The documents of the model: as published, as drafted, and what publishing a draft would do and does. */
export function routesOf({ models, steps }: MetadataParts): readonly Route[] {
  const partsOf = ({ db, workspace }: RequestContext): PublishParts => ({
    db,
    workspace,
    models,
    steps,
  });
  const editing = (call: RouteCall) => ({ of: draftOf(call), now: call.ctx.now, ifMatch: ifMatch(call) });
  const change = <T>({ ctx }: RouteCall, run: Parameters<typeof transaction<T>>[1]): Promise<T> =>
    transaction(ctx.db.forControl(), run);

  const progress = async ({ ctx }: RouteCall, version: number, status = 200): Promise<Response> => {
    const found = await publishProgress(ctx.db.forControl(), ctx.workspace, version);
    if (!found) throw new Problem('publish.version', { version });
    return answer(saidProgress(found, ctx.locale), status);
  };

  const published = async ({ ctx }: RouteCall): Promise<Response> => {
    const state = await readState(partsOf(ctx));
    const documents = [...state.documents.values()].flatMap(({ kind, key }) => {
      const found = documentIn(state, undefined, kind, key);
      return found ? [said(found)] : [];
    });
    return answer({ version: state.published.version, documents });
  };

  const drafted = async (call: RouteCall): Promise<Response> => {
    const [draft, state] = [await draftIn(call), await readState(partsOf(call.ctx))];
    const documents = (draft?.documents ?? []).map((one) => {
      const found = documentIn(state, draft, one.kind, one.key);
      const isPublished = state.documents.has(addressOf(one));
      const op = found ? (isPublished ? '~' : '+') : '-';
      return {
        kind: one.kind,
        key: one.key,
        package: one.package,
        body: null,
        ...(found && said(found)),
        op,
      };
    });
    return answer({ draft: draft ? { ...draft, documents: undefined } : null, documents });
  };

  const discard = async (call: RouteCall): Promise<Response> => {
    const draft = await draftIn(call);
    const { ctx } = call;
    if (draft)
      await change(call, (client) => closeDraft(client, ctx.workspace, draft.id, 'abandoned', ctx.now));
    return new Response(null, { status: 204 });
  };

  const remove = async (call: RouteCall): Promise<Response> => {
    const { ctx, params, query } = call;
    const [kind, key] = [kindNamed(params.kind!), params.name!];
    if (query.get('revert') !== 'true') await removeDocument(partsOf(ctx), kind, key, editing(call));
    else {
      const draft = await draftIn(call);
      const place = [{ kind, key }];
      if (draft) {
        await change(call, (client) => dropDraftDocuments(client, ctx.workspace, draft.id, place, ctx.now));
      }
    }
    return new Response(null, { status: 204 });
  };

  const plan = async (call: RouteCall): Promise<Response> => {
    const { ctx, body } = call;
    const parts = partsOf(ctx);
    const remedies = isBody(body) ? body.remedies : undefined;
    return answer(await planDocuments(parts, draftedNext(parts, await draftIn(call)), { remedies }));
  };

  const publish = async (call: RouteCall): Promise<Response> => {
    const { ctx, body } = call;
    const { hash, remedies, note } = isBody(body) ? body : {};
    if (typeof hash !== 'string') throw refuse('hash', hash, EXPECTED.planHash);
    if (note !== undefined && (typeof note !== 'string' || note.length > LIMITS.textLength)) {
      throw refuse('note', note, EXPECTED.text);
    }
    const [parts, draft] = [partsOf(ctx), await draftIn(call)];
    const { version, hasSteps } = await publishDocuments(parts, draftedNext(parts, draft), {
      ...{ hash, remedies, note, draft },
      actor: ctx.actor.userId,
      now: ctx.now,
    });
    return hasSteps ? progress(call, version, 202) : answer({ version });
  };

  const check = async (call: RouteCall): Promise<Response> => {
    const { ctx, body } = call;
    const { documents } = isBody(body) ? body : {};
    if (!Array.isArray(documents) || !documents.every(isBody) || documents.length > LIMITS.documentsPerDraft)
      throw refuse('documents', documents, '[{kind, key, body}]');
    const sent = documents.map(({ kind, key, body: written }) => {
      if (typeof kind !== 'string' || typeof key !== 'string') throw refuse('documents', kind, 'kind, key');
      return { kind: kindNamed(kind), key, body: written };
    });
    const { isSound, problems } = await checkSent(partsOf(ctx), await draftIn(call), sent);
    const said = problems.map(({ message, values, ...problem }) => ({
      ...problem,
      message: textIn(message, ctx.locale),
    }));
    return answer({ sound: isSound, problems: said });
  };

  const versions = async ({ ctx, query }: RouteCall): Promise<Response> => {
    const before = query.get('before');
    const found = await listVersions(ctx.db.forControl(), ctx.workspace, {
      limit: VERSIONS,
      before: before === null ? undefined : versionNamed(before),
    });
    return answer({ versions: found.map((one) => ({ ...one, changes: JSON.parse(one.changes) })) });
  };

  const restore = async (call: RouteCall): Promise<Response> => {
    const { ctx, params } = call;
    const version = versionNamed(params.version);
    const earlier = await documentsAt(ctx.db.forControl(), ctx.workspace, version);
    if (!earlier) throw new Problem('publish.version', { version });
    const state = await readState(partsOf(ctx));
    const documents = restoring(state.documents, earlier);
    await change(call, async (client) => {
      const of = { id: uuidv7(), owner: ctx.actor.userId, now: ctx.now };
      const draft = await openDraft(client, ctx.workspace, of);
      await saveDraftDocuments(client, ctx.workspace, draft.id, documents, ctx.now);
    });
    return drafted({ ...call, query: new URLSearchParams() });
  };

  const retry = async (call: RouteCall): Promise<Response> => {
    const version = versionNamed(call.params.publish);
    await retrySteps(call.ctx.db.direct(), call.ctx.workspace, version);
    steps.wake(call.ctx.workspace);
    return progress(call, version);
  };

  const routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/api/metadata/documents',
      reads: 'administration',
      answers: FOR_ADMINS,
      handler: published,
    },
    {
      method: 'GET',
      path: '/api/metadata/documents/:kind/:name',
      reads: 'administration',
      answers: FOR_ADMINS,
      handler: async ({ ctx, params }) => {
        const [kind, key] = [kindNamed(params.kind!), params.name!];
        return documentAnswer(documentIn(await readState(partsOf(ctx)), undefined, kind, key), kind, key);
      },
    },
    { method: 'GET', path: DRAFT, reads: 'administration', answers: FOR_ADMINS, handler: drafted },
    { method: 'DELETE', path: DRAFT, reads: 'nothing', handler: discard },
    { method: 'POST', path: `${DRAFT}/plan`, reads: 'administration', answers: FOR_ADMINS, handler: plan },
    {
      method: 'POST',
      path: `${DRAFT}/publish`,
      reads: 'administration',
      answers: 'the version published',
      handler: publish,
    },
    {
      method: 'POST',
      path: `${DRAFT}/check`,
      reads: 'nothing',
      bodySize: LIMITS.documentBodySize,
      handler: check,
    },
    {
      method: 'GET',
      path: ONE,
      reads: 'administration',
      answers: FOR_ADMINS,
      handler: async (call) => {
        const [kind, key] = [kindNamed(call.params.kind!), call.params.name!];
        const [draft, state] = [await draftIn(call), await readState(partsOf(call.ctx))];
        return documentAnswer(documentIn(state, draft, kind, key), kind, key);
      },
    },
    {
      method: 'PUT',
      path: ONE,
      reads: 'administration',
      answers: 'the document as it was saved',
      bodySize: LIMITS.documentBodySize,
      handler: async (call) => {
        const [kind, key] = [kindNamed(call.params.kind!), call.params.name!];
        const saved = await putDocument(partsOf(call.ctx), kind, key, call.body, editing(call));
        return documentAnswer(saved, kind, key);
      },
    },
    { method: 'DELETE', path: ONE, reads: 'nothing', handler: remove },
    {
      method: 'GET',
      path: '/api/metadata/publishes/:publish',
      reads: 'administration',
      answers: 'how far a publish is',
      handler: (call) => progress(call, versionNamed(call.params.publish)),
    },
    {
      method: 'POST',
      path: '/api/metadata/publishes/:publish/retry',
      reads: 'administration',
      answers: 'how far a publish is',
      handler: retry,
    },
    {
      method: 'GET',
      path: '/api/metadata/versions',
      reads: 'administration',
      answers: FOR_ADMINS,
      handler: versions,
    },
    {
      method: 'POST',
      path: '/api/metadata/versions/:version/restore',
      reads: 'administration',
      answers: FOR_ADMINS,
      handler: restore,
    },
  ];
  return routes.map((route) => ({
    ...route,
    handler: (call) => {
      assertMayModel(call.ctx);
      return route.handler(call);
    },
  }));
}
