import type { Body } from '../../engine/model/index.ts';
import type { TestEngine } from './engine.ts';

/** Documents as a test writes them: `object/invoice_line` -> body. */
export type TestDocuments = Readonly<Record<string, Body>>;

const labels = (name: string) => ({ en: name, 'zh-CN': `${name}（中）` });

/** A field in short: its type and words of `x-field`, JSON Schema's words under `schema`. */
export interface ShortField {
  readonly type: string;
  readonly schema?: Body;
  readonly [word: string]: unknown;
}

/** An object document with labels made up from names. */
export const objectBody = (
  name: string,
  fields: Readonly<Record<string, ShortField>>,
  rest: Body = {},
): Body => {
  const { head = {}, ...others } = rest;
  return {
    'x-object': { name, labels: labels(name), plural: labels(`${name}s`), ...head },
    properties: Object.fromEntries(
      Object.entries(fields).map(([field, { type, schema = {}, ...words }]) => [
        field,
        { 'x-field': { type, labels: labels(field), ...words }, ...schema },
      ]),
    ),
    ...others,
  };
};

/** What planning or applying a package was answered with. */
export type PublishAnswer = Awaited<ReturnType<TestEngine['call']>>;

const folderOf: Readonly<Record<string, string>> = {
  object: 'objects',
  pipeline: 'pipelines',
  role: 'roles',
  layout: 'layouts',
  view: 'views',
  calendar: 'calendars',
  'sharing-rule': 'sharing-rules',
  'restriction-rule': 'restriction-rules',
  'match-rule': 'match-rules',
  'option-set': 'option-sets',
};

/** The files of a package of that name. */
export function packageOf(documents: TestDocuments, name: string) {
  const manifest = {
    $schema: '.schemas/package.schema.json',
    name,
    version: '1.0.0',
    labels: labels(name),
    languages: ['zh-CN', 'en'],
  };
  const files = Object.entries(documents).map(([address, body]) => {
    const [kind, key] = address.split('/') as [string, string];
    const text = JSON.stringify({ $schema: `.schemas/${kind}.schema.json`, ...body });
    return { path: `${folderOf[kind]}/${key}.json`, text };
  });
  const packageFile = { path: 'package.guanxi.json', text: JSON.stringify(manifest) };
  return { packages: [{ files: [packageFile, ...files] }] };
}

/** Adds words to the settings of the workspace and publishes. */
export async function changeSettings(
  { call }: Pick<TestEngine, 'call'>,
  words: Body,
): Promise<PublishAnswer> {
  const path = '/api/metadata/draft/settings/workspace';
  const published = await call('admin', 'GET', '/api/metadata/documents/settings/workspace');
  const saved = await call('admin', 'PUT', path, { ...published.body.body, ...words });
  if (saved.status >= 300) return saved;
  const planned = await call('admin', 'POST', '/api/metadata/draft/plan', {});
  if (!planned.body.hash) return planned;
  return call('admin', 'POST', '/api/metadata/draft/publish', { hash: planned.body.hash });
}

/** What publishing documents as a package would change. */
export async function planOf({ call }: Pick<TestEngine, 'call'>, documents: TestDocuments, name: string) {
  return (await call('admin', 'POST', '/api/packages/plan', packageOf(documents, name))).body.plan;
}

/**
 * Brings documents into the workspace as a package of their own, by the API: a later call with the same
 * name replaces them. The answer of the first step that is refused, else of the last.
 */
export async function publishInto(
  { call }: Pick<TestEngine, 'call'>,
  documents: TestDocuments,
  name = 'tested',
): Promise<PublishAnswer> {
  const given = packageOf(documents, name);
  const planned = await call('admin', 'POST', '/api/packages/plan', given);
  if (planned.status !== 200) return planned;
  return call('admin', 'POST', '/api/packages/apply', { ...given, hash: planned.body.plan.hash });
}

/** Why documents are not taken: place in the document and code of each problem. */
export async function refusalsOf(
  world: Pick<TestEngine, 'call'>,
  documents: TestDocuments,
  name?: string,
): Promise<string[]> {
  const { status, body } = await publishInto(world, documents, name);
  if (status === 200) return [];
  return body.errors
    .map(({ path, code }: Record<string, string>) => `${path!.replace(/^.*#/, '')} ${code}`)
    .sort();
}
