import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { saidEffects } from '../effects/index.ts';
import { EXPECTED, type Labels, Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { type CurrentModels, type DocumentFile, isBody } from '../model/index.ts';
import type { People } from '../people/index.ts';
import { type PublishParts, readState, type StepRunner } from '../publish/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import type { PackageFiles } from './compose.ts';
import { exportPackages } from './export.ts';
import { applyPackages, packagesModel, planPackages } from './install.ts';

/** What the addresses of packages need besides a request. */
export interface PackageParts {
  readonly models: CurrentModels;
  readonly steps?: StepRunner;
  readonly people: People;
}

function assertMayModel({ model, actor }: RequestContext): void {
  if (!accessOf(model, actor).hasAdminRight('model')) throw new Problem('publish.not_allowed');
}

const refuse = (path: string, given: unknown, expected: string | Labels): Problem => {
  const params = { name: path.slice(path.lastIndexOf('/') + 1), given: quoted(given), expected };
  return new Problem('request.invalid', {}, [problemItem(path, 'request.value', params)]);
};

function readFile(given: unknown, path: string): DocumentFile {
  if (!isBody(given) || typeof given.path !== 'string' || typeof given.text !== 'string') {
    throw refuse(path, given, '{path, text}');
  }
  return { path: given.path, text: given.text };
}

/** `[{"folder"?, "files": [{"path", "text"}]}]` */
function readPackages(body: unknown): PackageFiles[] {
  const packages: unknown = isBody(body) ? body.packages : undefined;
  if (!Array.isArray(packages) || packages.length === 0) throw refuse('/packages', packages, '[{files}]');
  return packages.map((one: unknown, index) => {
    const path = `/packages/${index}`;
    if (!isBody(one) || !Array.isArray(one.files)) throw refuse(`${path}/files`, one, '[{path, text}]');
    const files = one.files.map((file: unknown, place: number) => readFile(file, `${path}/files/${place}`));
    return { files, ...(typeof one.folder === 'string' && { folder: one.folder }) };
  });
}

/** Folders of packages over the API: how `guanxi plan`, `apply` and `export` speak to a server. */
export function routesOf({ models, steps, people }: PackageParts): readonly Route[] {
  const partsOf = ({ db, workspace }: RequestContext): PublishParts => ({
    db,
    workspace,
    models,
    ...(steps && { steps }),
  });

  const plan = async ({ ctx, body }: RouteCall): Promise<Response> => {
    assertMayModel(ctx);
    const remedies = isBody(body) ? body.remedies : undefined;
    const [parts, given] = [partsOf(ctx), readPackages(body)];
    const planned = await planPackages(parts, given, { remedies });
    return answer({ ...planned, effects: await saidEffects(ctx, people, await packagesModel(parts, given)) });
  };

  const apply = async ({ ctx, body }: RouteCall): Promise<Response> => {
    assertMayModel(ctx);
    const given = readPackages(body);
    const { hash, remedies, note } = body as Record<string, unknown>;
    if (typeof hash !== 'string') throw refuse('/hash', hash, EXPECTED.planHash);
    const { packages, version, hasSteps } = await applyPackages(partsOf(ctx), given, {
      actor: ctx.actor.userId,
      hash,
      remedies,
      ...(typeof note === 'string' && { note }),
    });
    return answer({ packages, version, hasSteps });
  };

  return [
    {
      method: 'POST',
      path: '/api/packages/plan',
      reads: 'administration',
      answers: 'documents of the workspace and what users gain and lose, for those who change the model',
      bodySize: LIMITS.documentBodySize,
      handler: plan,
    },
    {
      method: 'POST',
      path: '/api/packages/apply',
      reads: 'administration',
      answers: 'the version published',
      bodySize: LIMITS.documentBodySize,
      handler: apply,
    },
    {
      method: 'GET',
      path: '/api/packages/export',
      reads: 'administration',
      answers: 'documents of the workspace, for those who change the model',
      handler: async ({ ctx, query }) => {
        assertMayModel(ctx);
        const { documents } = await readState(partsOf(ctx));
        return answer({ packages: exportPackages(documents, query.get('package') ?? undefined) });
      },
    },
  ];
}
