/**
 * Writes what follows from elsewhere: `field-types.schema.json` from the catalogue of field types, the
 * reference of the functions of expressions,
 * and the TypeScript types of every schema. `--check` writes nothing and fails when a file is not current.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { fieldTypes, type JsonSchema, propertySchema } from '../engine/field-types/index.ts';
import { functionReference } from './function-reference.ts';
import { pascalCase, typesProjection } from './types-projection.ts';

const FOLDER = import.meta.dirname;
const FIELD_TYPES = 'field-types.schema.json';
const FUNCTIONS = '../engine/expression/FUNCTIONS.md';

/** One definition per field type: a property of an object document that is of this type. */
function fieldTypesSchema(): JsonSchema {
  const definitions = fieldTypes().map((type) => [
    type.name,
    { description: type.help.en, ...propertySchema(type), examples: [type.example] },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    description: 'Properties of object documents by field type. Written by `npm run generate`.',
    $defs: Object.fromEntries(definitions),
  };
}

/** The types of one schema file, as the text of a declaration file. */
async function declarations(file: string, schema: JsonSchema): Promise<string> {
  const isCatalogue = file === FIELD_TYPES;
  const projection = isCatalogue
    ? typesProjection(schema, (name) => `${pascalCase(name)}Property`)
    : typesProjection(schema);
  const references = Object.keys(projection.$defs ?? {}).map((name) => ({ $ref: `#/$defs/${name}` }));
  const root = isCatalogue ? { ...projection, anyOf: references } : projection;
  const name = isCatalogue ? 'FieldProperty' : `${pascalCase(basename(file, '.schema.json'))}Document`;
  return compile(root, name, {
    bannerComment: `/** Written by \`npm run generate\` from ${file}. */`,
    additionalProperties: false,
    format: false,
    unreachableDefinitions: true,
    $refOptions: { resolve: { file: false, http: false } },
  });
}

/** Every generated file by its path inside `schemas/`. */
async function generated(): Promise<Map<string, string>> {
  const catalogue = fieldTypesSchema();
  const files = new Map([
    [FIELD_TYPES, `${JSON.stringify(catalogue, null, 2)}\n`],
    [FUNCTIONS, functionReference()],
  ]);
  const written = readdirSync(FOLDER).filter((file) => file.endsWith('.schema.json') && file !== FIELD_TYPES);
  for (const file of [...written, FIELD_TYPES].sort()) {
    const schema = file === FIELD_TYPES ? catalogue : JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    files.set(`generated/${basename(file, '.schema.json')}.d.ts`, await declarations(file, schema));
  }
  return files;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(FOLDER, path), 'utf8');
  } catch {
    return undefined;
  }
}

mkdirSync(join(FOLDER, 'generated'), { recursive: true });
const files = await generated();
const changed = [...files].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
const left = readdirSync(join(FOLDER, 'generated'))
  .map((name) => `generated/${name}`)
  .filter((path) => !files.has(path));

if (process.argv.includes('--check')) {
  for (const path of [...changed, ...left])
    console.error(`schemas/${path} is not current: run npm run generate`);
  if (changed.length + left.length > 0) process.exitCode = 1;
} else {
  for (const path of changed) writeFileSync(join(FOLDER, path), files.get(path)!);
  for (const path of left) rmSync(join(FOLDER, path));
  for (const path of [...changed, ...left]) console.log(`schemas/${path}`);
}
