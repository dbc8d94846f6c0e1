import { globSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FieldTypeInfo } from '../../designer/api/types.ts';
import { blankField, type FieldDraft } from '../../designer/draft/field.ts';
import { faultsOf, hasFaults, refusalsOf } from '../../designer/fields/faults.ts';
import { fromForm, settingsForm, settingsOf, toForm } from '../../designer/fields/settings-schema.ts';
import { groupOf, isMeant } from '../../designer/fields/type-groups.ts';
import {
  findingsOf,
  groupChanges,
  isUnfinished,
  namesToConfirm,
  placeOf,
  wholeRemedies,
} from '../../designer/publish/groups.ts';
import { ApiProblem } from '../../runtime-ui/api/problem.ts';
import { initialsOf } from '../../runtime-ui/values/initials.ts';
import { fieldTypeInfos, sample } from './sample.ts';

let types: readonly FieldTypeInfo[];
beforeAll(async () => {
  types = await fieldTypeInfos();
});
const typeOf = (name: string) => types.find((type) => type.name === name)!;
const say = {
  t: (key: string) => key,
  label: (labels: Readonly<Record<string, string>> | undefined) => labels?.en ?? '',
  kindOf: (name: string) => types.find((type) => type.name === name)?.kind,
  pointsAt: (name: string) => {
    const type = types.find((one) => one.name === name);
    return type?.isMany ? undefined : type?.pointsAt;
  },
};
const languages = ['en', 'zh-CN'] as const;
const context = { documents: sample(), object: 'plant', currency: 'CNY', languages, ...say };
const blank = (type: string): FieldDraft => ({
  ...blankField(sample(), 'plant', typeOf(type)),
  name: 'made',
  labels: { en: 'Made' },
});

describe('the settings of a type', () => {
  test('every type: each setting has a label and a widget of the runtime', () => {
    const folders = ['runtime-ui/form/widgets', 'designer/schema-form/widgets'];
    const files = new Set(
      folders.flatMap((folder) => readdirSync(folder)).map((file) => file.replace('.tsx', '')),
    );
    for (const type of types) {
      const { required, optional } = settingsOf(type, blank(type.name), context);
      const { schema, uiSchema } = settingsForm(type, [...required, ...optional], blank(type.name), context);
      isLabelled(type.name, schema.properties as Parts, uiSchema);
    }

    type Parts = Record<string, { title: string; properties?: Parts }>;

    function isLabelled(of: string, parts: Parts, ui: Record<string, any>): void {
      for (const [word, { title, properties }] of Object.entries(parts)) {
        expect(title, `${of} ${word}`).not.toBe(word);
        if (properties) isLabelled(`${of} ${word}`, properties, ui[word]);
        else expect(files, `${of} ${word}`).toContain(ui[word]['ui:widget']);
      }
    }
  });

  test('a setting says what it is for, where its label does not', () => {
    const { uiSchema } = settingsForm(typeOf('decimal'), ['scale'], blank('decimal'), context);
    expect((uiSchema as any).scale['ui:help']).toContain('after the point');
  });

  test('what names something offers what there is', () => {
    const lookup = typeOf('lookup');
    const { required } = settingsOf(lookup, blank('lookup'), context);
    expect(required).toEqual(['target']);
    const ui = settingsForm(lookup, ['target', 'onDelete'], blank('lookup'), context).uiSchema as any;
    expect(ui.target['ui:options'].options.map(({ value }: any) => value)).toEqual(['garden', 'plant']);
    expect(ui.onDelete['ui:options'].options).toHaveLength(3);
    expect(settingsOf(lookup, blank('lookup'), context).optional).toContain('filter');
  });

  test('the default of a select is one of its options; without options there is none', () => {
    const select = typeOf('select');
    expect(settingsOf(select, blank('select'), context).optional).not.toContain('default');
    const options = [
      { value: 'low', labels: { en: 'Low' } },
      { value: 'old', labels: { en: 'Old' }, archived: true },
    ];
    const ui = settingsForm(select, ['default'], { ...blank('select'), options }, context).uiSchema as any;
    expect(ui.default['ui:options'].options).toEqual([{ value: 'low', label: 'Low' }]);
  });

  test('decimals are texts in the form and numbers where the document wants numbers', () => {
    const type = typeOf('decimal');
    const draft = { ...blank('decimal'), settings: { scale: 3 }, words: { minimum: 0.5, default: '1.250' } };
    expect(toForm(draft, type)).toEqual({ scale: 3, minimum: '0.5', default: '1.250' });
    const next = fromForm(draft, type, { scale: 3, minimum: '2.5', default: null });
    expect(next.words).toEqual({ minimum: 2.5, default: undefined });
    expect(next.settings).toEqual({ scale: 3 });
  });
});

describe('faults', () => {
  test('are told without the server where that is possible', () => {
    const faults = (draft: FieldDraft) => faultsOf(draft, typeOf(draft.type), new Set(['taken']), say);
    expect(hasFaults(faults(blank('text')))).toBe(false);
    expect(faults({ ...blank('text'), labels: { en: ' ' }, name: '' }).parts).toEqual({
      labels: ['field.labelMissing'],
    });
    expect(faults({ ...blank('text'), name: 'taken' }).parts.name).toEqual(['field.apiNameFault.taken']);
    expect(faults(blank('select')).parts.options).toEqual(['field.optionsMissing']);
    expect(faults({ ...blank('select'), settings: { optionSet: 'colors' } }).parts).toEqual({});
    expect(faults(blank('mirror')).words).toEqual({ path: ['field.settingMissing'] });
    // without an object a lookup takes records of any
    expect(faults(blank('lookup')).words).toEqual({});
  });

  test('of the server stand where they can be mended', () => {
    const at = 'objects/plant.json#/properties/made';
    const problem = new ApiProblem(422, 'document.invalid', 'No.', [
      { path: at, code: 'a', message: 'name', suggestion: 'made_2' },
      { path: `${at}/x-field/labels/en`, code: 'b', message: 'label' },
      { path: `${at}/x-field/options/0/value`, code: 'c', message: 'option' },
      { path: `${at}/minLength`, code: 'd', message: 'word' },
      { path: 'roles/boss.json#/grants', code: 'e', message: 'elsewhere' },
    ]);
    expect(refusalsOf(problem, blank('text'), typeOf('text'), say.t)).toEqual({
      parts: { name: ['name → made_2'], labels: ['label'], options: ['option'] },
      words: { minLength: ['word'] },
      general: ['elsewhere'],
    });
    expect(refusalsOf(new Error('offline'), blank('text'), typeOf('text'), say.t).general).toEqual([
      'offline',
    ]);
  });
});

describe('a plan', () => {
  const change = (id: string, object: string | undefined, risk: string) =>
    ({ id, kind: 'x', op: '~', document: 'object/x', object, sentence: {}, risk }) as any;

  test('is grouped by object, what belongs to none comes last', () => {
    const changes = [
      change('1', undefined, 'safe'),
      change('2', 'b', 'safe'),
      change('3', 'a', 'destructive'),
    ];
    expect(groupChanges(changes).map(({ object }) => object)).toEqual(['b', 'a', undefined]);
    expect(namesToConfirm(changes)).toEqual(['a']);
    const findings = [
      { code: 'x', message: {}, change: '2' },
      { code: 'y', message: {} },
    ];
    expect(findingsOf(findings, '2').map(({ code }) => code)).toEqual(['x']);
    expect(findingsOf(findings).map(({ code }) => code)).toEqual(['y']);
  });

  test('is asked with what was chosen to the end', () => {
    const remedies = { a: { name: 'leave' }, b: { name: 'fill' }, c: { name: 'fill', value: false } };
    expect(Object.keys(wholeRemedies(remedies))).toEqual(['a', 'c']);
    expect(isUnfinished(remedies)).toBe(true);
    expect(isUnfinished(wholeRemedies(remedies))).toBe(false);
  });

  test('problems lead to where they are mended', () => {
    expect(placeOf('objects/plant.json#/properties/kind/x-field')).toBe('/objects/plant/fields?field=kind');
    expect(placeOf('objects/plant.json#/x-object')).toBe('/objects/plant/fields');
    expect(placeOf('views/plant.all.json#/filter')).toBe('/objects/plant/source?document=view/plant.all');
    expect(placeOf('roles/boss.json')).toBeUndefined();
  });
});

describe('icons', () => {
  const names = (file: string) =>
    new Set(
      [...readFileSync(file, 'utf8').matchAll(/^\s+'?([a-z-]+)'?: \w+Outlined,$/gm)].map(([, name]) => name),
    );

  test('every field type has one', () => {
    const known = names('designer/fields/type-icon.tsx');
    for (const { icon, name } of types) expect(known, name).toContain(icon);
  });

  test('those of the choice are drawn by the runtime', () => {
    const known = names('runtime-ui/shell/icons.tsx');
    const list = /ICON_NAMES = \(([\s\S]*?)\)\.split/.exec(
      readFileSync('designer/objects/icon-choice.tsx', 'utf8'),
    )![1]!;
    for (const name of list.match(/[a-z-]{2,}/g)!) expect(known).toContain(name);
  });
});

test('no object of a template is known by name', () => {
  const words = /\b(lead|account|opportunity|contract|ticket|contact)s?\b/i;
  const files = globSync('designer/**/*.{ts,tsx}', { exclude: ['designer/dist/**'] });
  expect(files.filter((file) => words.test(readFileSync(file, 'utf8')))).toEqual([]);
});

describe('searching types', () => {
  const meant = (typed: string) => types.filter((type) => isMeant(type, typed)).map(({ name }) => name);

  test('finds them by label, by name and by the initials of Chinese', () => {
    expect(initialsOf('文本 A、是/否')).toBe('wb a、s/f');
    for (const typed of ['long', '多行', 'longText']) expect(meant(typed), typed).toContain('longText');
    expect(meant('rq')).toContain('date');
    expect(meant('qqqq')).toEqual([]);
    expect(meant('')).toEqual(types.map(({ name }) => name));
  });

  test('each stands in the group that it states, or that its kind says', () => {
    expect(groupOf(typeOf('time'))).toBe('time');
    expect(groupOf(typeOf('formula'))).toBe('computed');
    expect(groupOf(typeOf('text'))).toBe('text');
  });
});
