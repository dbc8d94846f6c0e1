import { compile } from 'json-schema-to-typescript';

/** An object as `GET /api/model/{object}` tells it, as far as types need it. */
export interface DescribedObject {
  readonly name: string;
  /** the whole JSON Schema of a record */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Keywords that say something about types; what else a schema holds could only mislead the generator. */
const KEPT = new Set(['type', 'enum', 'required']);

function project(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).flatMap(([keyword, value]): [string, unknown][] => {
    if (keyword === 'properties') {
      const members = Object.entries(value as object).map(([name, member]) => [name, project(member)]);
      return [[keyword, Object.fromEntries(members)]];
    }
    if (keyword === 'items') return [[keyword, project(value)]];
    return KEPT.has(keyword) ? [[keyword, value]] : [];
  });
  return Object.fromEntries([...kept, ['additionalProperties', false]]);
}

/** `follow_up` -> `FollowUp` */
const typeName = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The generator's own formatter is a whole other program; these interfaces are flat. */
const indented = (text: string): string => text.replaceAll(/^(?=["\w]+\??:)/gm, '  ');

/** TypeScript types of the records of a workspace, as its API answers them. */
export async function recordTypes(objects: readonly DescribedObject[]): Promise<string> {
  const sorted = [...objects].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts: string[] = [];
  for (const { name, schema } of sorted) {
    const text = await compile(project(schema) as object, typeName(name), {
      bannerComment: '',
      additionalProperties: false,
      format: false,
      $refOptions: { resolve: { file: false, http: false } },
    });
    parts.push(indented(text.trim()));
  }
  const index = sorted.map(({ name }) => `  ${name}: ${typeName(name)};`).join('\n');
  return [
    '/** Written by `guanxi types` from the model of a workspace. */',
    ...parts,
    `/** The records of each object, by API name. */\nexport interface Records {\n${index}\n}`,
    '',
  ].join('\n\n');
}
