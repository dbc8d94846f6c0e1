import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isCellProblem, type Locality } from '../../engine/field-types/index.ts';
import {
  checkDocuments,
  type Documents,
  pathOf,
  readDocuments,
  resolveModel,
  systemDocuments,
  takeFolder,
  writeDocument,
} from '../../engine/model/index.ts';
import type { ModelField, ModelObject } from '../../engine/model/model.ts';
import { filesOf, membersNamed, type SeedFile, seedFiles, seedRows } from './folder.ts';

const CRM = 'templates/crm';
const MAVEN = 'examples/maven';
const LANGUAGES = ['en', 'zh-CN'];
const WHERE: Locality = { locale: 'zh-CN', timeZone: 'Asia/Shanghai', currency: 'CNY' };
/** Days from the day of install, for a moment with the time of the workspace's clocks. */
const OFFSET = /^@[+-]\d{1,4}d( ([01]\d|2[0-3]):[0-5]\d)?$/;

describe.each([CRM, MAVEN])('%s', (folder) => {
  const files = filesOf(folder);
  const reading = readDocuments(files);

  test('is read without a problem', () => {
    expect(reading.problems).toBeUndefined();
    expect(reading.documents.size).toBeGreaterThan(8);
  });

  test('is written as export writes it', () => {
    for (const document of reading.documents.values()) {
      const file = files.find(({ path }) => path === pathOf(document))!;
      expect(file.text, file.path).toBe(writeDocument(document));
    }
  });

  test('has every label in both languages', () => {
    const names = new Set(['labels', 'plural', 'help', 'description', 'message']);
    for (const { kind, key, body } of reading.documents.values()) {
      for (const [path, labels] of membersNamed(body, names)) {
        // a field may be called `description`
        if (typeof labels !== 'object' || labels === null || 'x-field' in labels) continue;
        expect(Object.keys(labels).sort(), `${kind}/${key}${path}`).toEqual(LANGUAGES);
      }
    }
  });
});

test('no id is given twice', () => {
  const ids = [CRM, MAVEN].flatMap((folder) =>
    filesOf(folder).flatMap(({ path, text }) =>
      [...membersNamed(JSON.parse(text), new Set(['id']))].map(([at, id]) => [id, `${path}${at}`] as const),
    ),
  );
  const places = Map.groupBy(ids, ([id]) => id);
  expect([...places.values()].filter((all) => all.length > 1)).toEqual([]);
  expect(ids.length).toBeGreaterThan(200);
});

function modelOf(documents: Documents) {
  expect(checkDocuments(documents)).toEqual([]);
  const resolved = resolveModel(documents, {
    version: 1,
    workspace: 'main',
    schema: 'ws_main',
    physical: new Map(),
    aliases: [],
  });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return resolved.model;
}

const crm = new Map([...systemDocuments(), ...readDocuments(filesOf(CRM)).documents]);
const model = modelOf(crm);

test('crm resolves to a Model', () => {
  const own = [...model.objects.values()].filter(({ system }) => !system).map(({ name }) => name);
  expect(own).toEqual(['account', 'contact', 'follow_up', 'lead', 'opportunity', 'product', 'task']);
  expect([...model.roles.keys()]).toEqual([
    'workspace_admin',
    'administrator',
    'marketing',
    'sales',
    'sales_manager',
    'service',
    'viewer',
  ]);
  expect(model.objects.get('opportunity')!.pipelines.map(({ name }) => name)).toEqual(['sales']);
});

test('every icon is one that the shell has', () => {
  const shell = readFileSync('runtime-ui/shell/icons.tsx', 'utf8');
  const known = [...shell.matchAll(/^ {2}'?([a-z-]+)'?: \w+Outlined,$/gm)].map(([, name]) => name);
  for (const { icon, system } of model.objects.values()) if (!system) expect(known).toContain(icon);
});

describe('examples/maven extends crm', () => {
  const { documents } = readDocuments(filesOf(MAVEN));
  const taken = takeFolder(crm, documents, 'maven');
  const extended = modelOf(taken.documents);

  const { files } = JSON.parse(readFileSync(`${MAVEN}/mappings/import.json`, 'utf8'));

  test('with fields that know their package', () => {
    expect(taken.problems).toEqual([]);
    const fields = [...extended.objects.values()].flatMap((object) =>
      [...object.fields.values()].filter((field) => field.package === 'maven').map(({ name }) => name),
    );
    expect(fields.sort()).toEqual(
      [
        'engage_date',
        'external_no',
        'regional_office',
        'revenue',
        'sector',
        'series',
        'year_established',
      ].sort(),
    );
  });

  test.each(files as { object: string; file: string; key: string; columns: object; constants?: object }[])(
    'and maps $file to $object',
    ({ object: name, key, columns, constants = {} }) => {
      const object = extended.objects.get(name)!;
      const filled = Object.values(columns)
        .flat()
        .filter(({ skip }) => !skip);
      const names = [...filled.map(({ field }) => field), ...Object.keys(constants)];
      for (const field of [...names, key]) expect([...object.fields.keys()]).toContain(field);
      for (const { field: fieldName, values = {} } of filled) {
        const field = object.fields.get(fieldName)!;
        if (field.target) continue;
        for (const value of Object.values(values)) if (value !== null) expectRead(field, value as string);
      }
    },
  );
});

function expectRead(field: ModelField, cell: string): void {
  const read = field.type.parse(cell, field, WHERE);
  const value = isCellProblem(read) ? read : field.type.normalise(read, field);
  expect(isCellProblem(value) ? value.problem.en : null, `${field.name}: ${cell}`).toBeNull();
}

/** The day on which the demo is installed, as the engine spells an offset from it. */
function dated(field: ModelField, cell: string): string {
  if (field.type.kind !== 'date' && field.type.kind !== 'timestamp') return cell;
  if (!cell.startsWith('@')) return cell;
  expect(cell).toMatch(OFFSET);
  expect(cell.includes(' '), cell).toBe(field.type.kind === 'timestamp');
  return field.type.kind === 'date' ? '2026-03-04' : '2026-03-04 09:30';
}

describe('the seeds of crm', () => {
  const files = seedFiles(CRM);
  const rows = new Map(files.map((file) => [file.object, seedRows(CRM, file)]));
  const objectOf = ({ object }: SeedFile): ModelObject => model.objects.get(object)!;

  test('are a few hundred records of every object', () => {
    const counts = Object.fromEntries([...rows].map(([object, all]) => [object, all.length]));
    expect(counts).toEqual({
      department: 7,
      user: 6,
      product: 12,
      account: 50,
      contact: 90,
      opportunity: 80,
      lead: 60,
      follow_up: rows.get('follow_up')!.length,
      task: 60,
    });
    expect(counts.follow_up).toBeGreaterThan(150);
  });

  test.each(files)('$file has cells that its fields take', (file) => {
    const object = objectOf(file);
    for (const row of rows.get(file.object)!) {
      for (const [heading, cell] of Object.entries(row)) {
        if (heading === '_key') continue;
        const field = object.fields.get(heading);
        expect(field, heading).toBeDefined();
        if (cell !== '' && !field!.target) expectRead(field!, dated(field!, cell));
      }
      for (const field of object.fields.values()) {
        if (field.required) expect(row[field.name], `${file.file} ${field.name}`).toBeTruthy();
      }
    }
  });

  test.each(files)('$file names records that there are', (file) => {
    const lookups = file.lookups ?? {};
    const object = objectOf(file);
    const relations = Object.keys(rows.get(file.object)![0]!).filter(
      (name) => object.fields.get(name)?.target,
    );
    expect(Object.keys(lookups).sort()).toEqual(relations.sort());
    for (const [name, by] of Object.entries(lookups)) {
      const target = object.fields.get(name)!.target!;
      const known = rows.get(target)!.map((row) => row[by]);
      expect(new Set(known).size).toBe(known.length);
      for (const row of rows.get(file.object)!) {
        if (row[name]) expect(known, `${file.file} ${name}`).toContain(row[name]);
      }
    }
  });

  test('stand in every stage', () => {
    for (const [object, stage] of [
      ['opportunity', 'stage'],
      ['lead', 'status'],
    ] as const) {
      const taken = new Set(rows.get(object)!.map((row) => row[stage]));
      const stages = model.objects.get(object)!.pipelines[0]!.stages.map(({ name }) => name);
      expect([...taken].sort()).toEqual(stages.sort());
    }
  });

  test('say why an opportunity was lost, and only then', () => {
    for (const { stage, lost_reason, name } of rows.get('opportunity')!) {
      expect(Boolean(lost_reason), name).toBe(stage === 'lost');
    }
  });

  test('write and call nobody', () => {
    for (const row of [...rows.values()].flat()) {
      if (row.email) expect(row.email).toMatch(/@(?:[a-z]+\.example|example\.com)$/);
      if (row.website) expect(row.website).toMatch(/^https:\/\/www\.[a-z]+\.example$/);
      const domestic = row.country === 'CN' || !/^\+/.test(row.mobile ?? row.phone ?? '+');
      if (domestic && (row.mobile || row.phone)) expect(row.mobile ?? row.phone).toMatch(/[ -]0000 \d{4}$/);
    }
  });
});
