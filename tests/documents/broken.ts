import type { DocumentFile } from '../../engine/model/index.ts';
import { SAMPLE, sampleFiles } from './sample.ts';

/**
 * Folders that must be refused: what is wrong with each, where, and what is suggested. They are the
 * sample with one or several faults, so whatever is not listed under `expect` must not be complained of.
 */
export interface Broken {
  readonly name: string;
  readonly files: readonly DocumentFile[];
  readonly expect: readonly Fault[];
}

export interface Fault {
  /** `<file>#<JSON pointer>` */
  readonly path: string;
  readonly code: string;
  readonly suggestion?: string;
  /** what the English message says */
  readonly says?: string | RegExp;
}

type Changes = Parameters<typeof sampleFiles>[0];

const broken = (name: string, changes: Changes, ...expect: readonly Fault[]): Broken => ({
  name,
  files: sampleFiles(changes),
  expect,
});

const ACCOUNT = 'objects/account.json';
const OPPORTUNITY = 'objects/opportunity.json';
const PIPELINE = 'pipelines/opportunity.sales.json';
const LAYOUT = 'layouts/opportunity.standard.json';
const VIEW = 'views/opportunity.mine.json';
const CALENDAR = 'calendars/office.json';
const ROLE = 'roles/sales.json';
const NAVIGATION = 'navigation/main.json';

const text = (label: string) => ({ 'x-field': { type: 'text', labels: { en: label } } });

const lookup = (label: string, target: string, onDelete: string) => ({
  'x-field': { type: 'lookup', target, onDelete, labels: { en: label } },
});

const lineItems = (label: string, target: string, via: string) => ({
  'x-field': { type: 'lineItems', labels: { en: label }, lineItems: { target, via } },
});

const textOf = (path: string): string => JSON.stringify(SAMPLE[path], null, 2);

/** The text of a sample file with a piece of it replaced. */
const replaced = (path: string, from: string, to: string): string => {
  const before = textOf(path);
  if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return before.replace(from, () => to);
};

/** A change: the value at a place, its steps separated by dots. */
const set =
  (path: string, value: unknown) =>
  (body: any): void => {
    const steps = path.split('.');
    const last = steps.pop()!;
    steps.reduce((at, step) => at[step], body)[last] = value;
  };

/** A change: the object gets these rules. */
const rules = (...list: readonly unknown[]) => set('x-rules', list);

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

export const BROKEN: readonly Broken[] = [
  broken(
    'unknown field type',
    { [ACCOUNT]: set('properties.name.x-field.type', 'txt') },
    {
      path: `${ACCOUNT}#/properties/name/x-field/type`,
      code: 'document.field_type',
      suggestion: 'text',
      says: /“txt”/,
    },
  ),
  broken(
    'unknown word of a field',
    { [ACCOUNT]: set('properties.name.maxLenght', 5) },
    { path: `${ACCOUNT}#/properties/name/maxLenght`, code: 'document.word', suggestion: 'maxLength' },
  ),
  broken(
    'a setting beside x-field',
    { [OPPORTUNITY]: set('properties.account.target', 'account') },
    {
      path: `${OPPORTUNITY}#/properties/account/target`,
      code: 'document.word',
      suggestion: 'x-field/target',
    },
  ),
  broken(
    'a setting of another type',
    { [OPPORTUNITY]: set('properties.name.x-field.scale', 2) },
    { path: `${OPPORTUNITY}#/properties/name/x-field/scale`, code: 'document.word' },
  ),
  broken(
    'unknown word of a kind',
    { [VIEW]: set('colums', ['name']) },
    { path: `${VIEW}#/colums`, code: 'document.word', suggestion: 'columns' },
  ),
  broken(
    'dangling target',
    { [OPPORTUNITY]: set('properties.account.x-field.target', 'acount') },
    {
      path: `${OPPORTUNITY}#/properties/account/x-field/target`,
      code: 'document.no_object',
      suggestion: 'account',
    },
  ),
  broken(
    'dangling fields in a layout, a view and a role',
    {
      [LAYOUT]: set('highlights', ['amuont']),
      [VIEW]: (body) => {
        body.columns = ['nmae', 'account.industri', 'amount.currency'];
        body.sort = ['-close_dat'];
      },
      [ROLE]: set('grants.0.fields', { amonut: 'read' }),
    },
    { path: `${LAYOUT}#/highlights/0`, code: 'document.no_field', suggestion: 'amount' },
    { path: `${VIEW}#/columns/0`, code: 'document.no_field', suggestion: 'name' },
    { path: `${VIEW}#/columns/1`, code: 'document.no_field', suggestion: 'account.industry' },
    { path: `${VIEW}#/columns/2`, code: 'query.path', says: /“amount” is not a relation/ },
    { path: `${VIEW}#/sort/0`, code: 'document.no_field', suggestion: '-close_date' },
    { path: `${ROLE}#/grants/0/fields/amonut`, code: 'document.no_field', suggestion: 'amount' },
  ),
  broken(
    'tabs that are not there or stand twice, a fold without a heading, two places for new fields',
    {
      [LAYOUT]: (body) => {
        const tab = { name: 'more', labels: { en: 'More' } };
        body.tabs = [tab, tab];
        body.sections[0].newFields = true;
        body.sections.push({ tab: 'mroe', collapse: 'open', newFields: true, fields: [] });
        body.related = [{ object: 'opportunity', via: 'account', tab: 'history', sort: ['-amuont'] }];
      },
    },
    { path: `${LAYOUT}#/tabs/1/name`, code: 'document.name_twice' },
    { path: `${LAYOUT}#/sections/1/tab`, code: 'document.no_tab', suggestion: 'more', says: /no tab “mroe”/ },
    { path: `${LAYOUT}#/sections/1/collapse`, code: 'document.folding' },
    { path: `${LAYOUT}#/sections/1/newFields`, code: 'document.new_fields' },
    { path: `${LAYOUT}#/related/0/tab`, code: 'document.no_tab' },
  ),
  broken(
    'dangling title field',
    { [ACCOUNT]: set('x-object.titleField', 'title') },
    { path: `${ACCOUNT}#/x-object/titleField`, code: 'document.no_field' },
  ),
  broken(
    'a title that is no text',
    { [OPPORTUNITY]: set('x-object.titleField', 'amount') },
    { path: `${OPPORTUNITY}#/x-object/titleField`, code: 'document.title_field' },
  ),
  broken(
    'a path too long',
    { [VIEW]: set('columns', ['account.parent.parent.parent.name']) },
    { path: `${VIEW}#/columns/0`, code: 'query.hops', says: /further than 3 relations/ },
  ),
  broken(
    'dangling option set',
    { [ACCOUNT]: set('properties.industry.x-field.optionSet', 'industries') },
    {
      path: `${ACCOUNT}#/properties/industry/x-field/optionSet`,
      code: 'document.no_option_set',
      suggestion: 'industry',
    },
  ),
  broken(
    'dangling role and view',
    {
      [NAVIGATION]: (body) => {
        body.roles = ['sale'];
        body.items[0].items[1].view = 'opportunity.mines';
      },
    },
    { path: `${NAVIGATION}#/roles/0`, code: 'document.no_role', suggestion: 'sales' },
    {
      path: `${NAVIGATION}#/items/0/items/1/view`,
      code: 'document.no_view',
      suggestion: 'opportunity.mine',
    },
  ),
  broken(
    'duplicate id',
    {
      [ACCOUNT]: (body) => {
        body.properties.name['x-field'].id = 'fld_same0001';
        body.properties.email['x-field'].id = 'fld_same0001';
      },
    },
    {
      path: `${ACCOUNT}#/properties/email/x-field/id`,
      code: 'document.id_twice',
      says: 'objects/account.json#/properties/name/x-field',
    },
  ),
  broken(
    'an id that is none',
    { [ACCOUNT]: set('x-object.id', 'ACCOUNT-1') },
    { path: `${ACCOUNT}#/x-object/id`, code: 'document.id' },
  ),
  broken(
    'system field as a name',
    { [OPPORTUNITY]: set('properties.owner', text('Owner')) },
    {
      path: `${OPPORTUNITY}#/properties/owner`,
      code: 'document.name_reserved',
      suggestion: 'opportunity_owner',
    },
  ),
  broken(
    'words of expressions as names',
    { [ACCOUNT]: (body) => Object.assign(body.properties, { size: text('Size'), package: text('Package') }) },
    { path: `${ACCOUNT}#/properties/size`, code: 'document.name_reserved', suggestion: 'account_size' },
    { path: `${ACCOUNT}#/properties/package`, code: 'document.name_reserved', suggestion: 'account_package' },
  ),
  broken(
    'a part of a stage as a name',
    { [OPPORTUNITY]: set('properties.stage_since', text('Since')) },
    {
      path: `${OPPORTUNITY}#/properties/stage_since`,
      code: 'document.name_reserved',
      suggestion: 'opportunity_stage_since',
    },
  ),
  broken(
    'object of the engine as a name',
    {
      'objects/user.json': JSON.stringify({
        'x-object': { name: 'user', labels: { en: 'User' } },
        properties: { title: text('Title') },
      }),
    },
    { path: 'objects/user.json#/x-object/name', code: 'document.name_reserved', suggestion: 'sample_user' },
  ),
  broken(
    '__proto__ and constructor as names',
    {
      [ACCOUNT]: replaced(ACCOUNT, '"email": {', '"__proto__": {"x": 1}, "constructor": {}, "email": {'),
    },
    { path: `${ACCOUNT}#/properties/__proto__`, code: 'document.key_refused' },
    { path: `${ACCOUNT}#/properties/constructor`, code: 'document.key_refused' },
  ),
  broken(
    'toString as a name',
    { [ACCOUNT]: set('properties.toString', text('To string')) },
    { path: `${ACCOUNT}#/properties/toString`, code: 'document.name', suggestion: 'to_string' },
  ),
  broken(
    'Chinese API name',
    {
      [OPPORTUNITY]: (body) => {
        body.properties.风险 = {
          'x-field': { type: 'text', labels: { en: 'Renewal risk', 'zh-CN': '风险' } },
        };
      },
    },
    { path: `${OPPORTUNITY}#/properties/风险`, code: 'document.name', suggestion: 'renewal_risk' },
  ),
  broken(
    'an API name in camel case',
    { [OPPORTUNITY]: set('properties.closeReason', text('Close reason')) },
    { path: `${OPPORTUNITY}#/properties/closeReason`, code: 'document.name', suggestion: 'close_reason' },
  ),
  broken(
    'a name of 64 bytes',
    { [OPPORTUNITY]: set(`properties.a${'b'.repeat(63)}`, text('Long')) },
    {
      path: `${OPPORTUNITY}#/properties/a${'b'.repeat(63)}`,
      code: 'document.name_long',
      suggestion: `a${'b'.repeat(47)}`,
    },
  ),
  broken(
    'the same name twice in one file',
    {
      [ACCOUNT]: replaced(
        ACCOUNT,
        '"email": {',
        '"name": {"x-field": {"type": "email", "labels": {"en": "Other"}}},\n"email": {',
      ),
    },
    {
      path: `${ACCOUNT}#/properties/name`,
      code: 'document.key_twice',
      says: /line \d+ and again in line \d+/,
    },
  ),
  broken(
    'options, stages and placed fields twice',
    {
      [OPPORTUNITY]: (body) => {
        const { options } = body.properties.risk['x-field'];
        options.push(options[0]);
      },
      [PIPELINE]: set('stages.1.name', 'new'),
      [LAYOUT]: (body) => body.sections[0].fields.push('name'),
    },
    { path: `${OPPORTUNITY}#/properties/risk/x-field/options/2/value`, code: 'document.name_twice' },
    { path: `${PIPELINE}#/stages/1/name`, code: 'document.name_twice' },
    { path: `${LAYOUT}#/sections/0/fields/4`, code: 'document.placed_twice' },
  ),
  broken(
    'remote $ref',
    { [ACCOUNT]: set('properties.name', { $ref: 'https://example.com/evil.json' }) },
    { path: `${ACCOUNT}#/properties/name/$ref`, code: 'document.reference' },
    { path: `${ACCOUNT}#/properties/name/x-field`, code: 'document.missing' },
  ),
  broken(
    'an expression that cannot be read',
    { [VIEW]: set('filter', 'amount > ') },
    { path: `${VIEW}#/filter`, code: 'expression.unfinished', says: /character \d+/ },
  ),
  broken(
    'an expression with an unknown name',
    { [VIEW]: set('filter', 'amuont > 10') },
    { path: `${VIEW}#/filter`, code: 'expression.name', suggestion: 'amount', says: /character 1\b/ },
  ),
  broken(
    'an expression that gives the wrong kind',
    { [PIPELINE]: set('when', 'amount') },
    { path: `${PIPELINE}#/when`, code: 'expression.returns' },
  ),
  broken(
    'a condition that another record would have to be read for',
    { [PIPELINE]: set('when', 'account.industry == "retail"') },
    { path: `${PIPELINE}#/when`, code: 'expression.path' },
  ),
  broken(
    'a lookup at one object and at several',
    { [OPPORTUNITY]: (body) => Object.assign(body.properties.account['x-field'], { targets: ['account'] }) },
    { path: `${OPPORTUNITY}#/properties/account/x-field/targets`, code: 'document.words_clash' },
  ),
  broken(
    'a filter of a lookup that names a field of the wrong side',
    { [OPPORTUNITY]: (body) => Object.assign(body.properties.account['x-field'], { filter: 'amount > 0' }) },
    {
      path: `${OPPORTUNITY}#/properties/account/x-field/filter`,
      code: 'expression.name',
      suggestion: 'account',
    },
  ),
  broken(
    'a tree without a relation that leads upwards',
    { [OPPORTUNITY]: (body) => Object.assign(body['x-object'], { capabilities: { tree: true } }) },
    { path: `${OPPORTUNITY}#/x-object/capabilities/tree`, code: 'document.tree_parent' },
  ),
  broken(
    'lookups required in a circle',
    {
      [ACCOUNT]: (body) => {
        body.properties.main = {
          'x-field': { type: 'lookup', target: 'opportunity', labels: { en: 'Main' } },
        };
        body.required.push('main');
      },
    },
    {
      path: `${OPPORTUNITY}#/properties/account`,
      code: 'document.circle',
      says: 'account.main → opportunity.account → account',
    },
  ),
  broken(
    'required and read-only',
    {
      [ACCOUNT]: (body) => {
        body.properties.email['x-field'].readOnly = true;
        body.required.push('email');
      },
    },
    { path: `${ACCOUNT}#/properties/email/x-field/readOnly`, code: 'document.required_read_only' },
  ),
  broken(
    'wrong JSON',
    { [ROLE]: '{\n  "name": "sales",\n  "labels": {"en": "Sales",}\n}' },
    { path: ROLE, code: 'document.json', says: 'line 3, column 28 has } where " is expected' },
  ),
  broken(
    'JSON that ends too early',
    { [ROLE]: '{"name": "sales"' },
    { path: ROLE, code: 'document.json', says: /line 1, column 17 has ∎/ },
  ),
  broken('a file that holds nothing', { [ROLE]: '' }, { path: ROLE, code: 'document.json' }),
  broken('a list instead of an object', { [ROLE]: '[]' }, { path: ROLE, code: 'document.type' }),
  broken('a byte order mark', { [ROLE]: `\uFEFF${textOf(ROLE)}` }, { path: ROLE, code: 'document.bom' }),
  broken(
    'deep JSON',
    { [ROLE]: `{"name": "sales", "grants": ${nested(5_000)}}` },
    { path: `${ROLE}#/grants${'/0'.repeat(32)}`, code: 'document.too_deep' },
  ),
  broken(
    'a huge document',
    { [ROLE]: `{"name": "${'x'.repeat(9_000_000)}"}` },
    { path: ROLE, code: 'document.too_large' },
  ),
  broken(
    'a NUL and half a character in texts',
    { [ACCOUNT]: replaced(ACCOUNT, '"en": "Account"', '"en": "Acc\\u0000ount", "zh-TW": "\\ud800"') },
    { path: `${ACCOUNT}#/x-object/labels/en`, code: 'value.characters' },
    { path: `${ACCOUNT}#/x-object/labels/zh-TW`, code: 'value.characters' },
  ),
  broken(
    'unknown kind of document',
    { [ROLE]: set('$schema', '../.schemas/roles.schema.json') },
    { path: `${ROLE}#/$schema`, code: 'document.schema', suggestion: 'role' },
  ),
  broken(
    'a kind in the folder of another',
    { [ROLE]: set('$schema', '../.schemas/view.schema.json') },
    { path: `${ROLE}#/$schema`, code: 'document.kind', suggestion: 'role' },
  ),
  broken(
    'unknown folder',
    { 'rols/sales.json': textOf(ROLE) },
    { path: 'rols/sales.json', code: 'document.folder', suggestion: 'roles' },
  ),
  broken(
    'a file of another name',
    { [VIEW]: set('name', 'my') },
    { path: VIEW, code: 'document.file', suggestion: 'views/opportunity.my.json' },
  ),
  broken(
    'missing labels',
    {
      [ACCOUNT]: (body) => {
        delete body['x-object'].labels;
        delete body.properties.name['x-field'].labels;
        body.properties.email['x-field'].labels = {};
      },
    },
    { path: `${ACCOUNT}#/x-object/labels`, code: 'document.missing' },
    { path: `${ACCOUNT}#/properties/name/x-field/labels`, code: 'document.missing' },
    { path: `${ACCOUNT}#/properties/email/x-field/labels`, code: 'document.label' },
  ),
  broken(
    'a language that is none',
    { [ACCOUNT]: set('x-object.labels.Chinese', '客户') },
    { path: `${ACCOUNT}#/x-object/labels/Chinese`, code: 'document.pattern' },
  ),
  broken(
    'options that depend on what gives no values, on themselves, or on values that are none',
    {
      [OPPORTUNITY]: (body) => {
        const choice = (dependsOn: string | undefined, parents?: readonly string[]) => ({
          'x-field': {
            type: 'select',
            labels: { en: 'Choice' },
            ...(dependsOn && { dependsOn }),
            options: [{ value: 'one', labels: { en: 'One' }, ...(parents && { parents }) }],
          },
        });
        Object.assign(body.properties, {
          by_name: choice('name'),
          by_itself: choice('by_itself'),
          by_risk: choice('risk', ['hihg']),
          by_nothing: choice(undefined, ['high']),
        });
      },
    },
    { path: `${OPPORTUNITY}#/properties/by_name/x-field/dependsOn`, code: 'document.no_parents' },
    { path: `${OPPORTUNITY}#/properties/by_itself/x-field/dependsOn`, code: 'document.depends_circle' },
    {
      path: `${OPPORTUNITY}#/properties/by_risk/x-field/options/0/parents/0`,
      code: 'document.parent_option',
      suggestion: 'high',
    },
    {
      path: `${OPPORTUNITY}#/properties/by_nothing/x-field/options/0/parents`,
      code: 'document.parents_alone',
    },
  ),
  broken(
    'JSON with a schema that reaches out, that nobody knows and that runs away, and files of no kind',
    {
      [ACCOUNT]: (body) => {
        const json = (schema: unknown) => ({ 'x-field': { type: 'json', labels: { en: 'Data' }, schema } });
        Object.assign(body.properties, {
          outside: json({ properties: { a: { format: 'email' } } }),
          pattern: json({ items: { pattern: '(a' } }),
          deep: json(Array.from({ length: 12 }).reduce((inside) => ({ not: inside }), {})),
          scans: { 'x-field': { type: 'files', labels: { en: 'Scans' }, accept: ['pfd'], maxSize: 5000 } },
        });
      },
    },
    {
      path: `${ACCOUNT}#/properties/outside/x-field/schema/properties/a/format`,
      code: 'document.json_schema_word',
    },
    { path: `${ACCOUNT}#/properties/pattern/x-field/schema/items/pattern`, code: 'document.pattern_text' },
    {
      path: `${ACCOUNT}#/properties/deep/x-field/schema${'/not'.repeat(12)}`,
      code: 'document.json_schema_depth',
    },
    { path: `${ACCOUNT}#/properties/scans/x-field/accept/0`, code: 'document.value', suggestion: 'pdf' },
    { path: `${ACCOUNT}#/properties/scans/x-field/maxSize`, code: 'document.invalid' },
  ),
  broken(
    'a select without options, and with two lists of them',
    {
      [ACCOUNT]: (body) => {
        delete body.properties.industry['x-field'].optionSet;
      },
      [OPPORTUNITY]: set('properties.risk.x-field.optionSet', 'industry'),
    },
    { path: `${ACCOUNT}#/properties/industry/x-field/options`, code: 'document.no_options' },
    { path: `${OPPORTUNITY}#/properties/risk/x-field/optionSet`, code: 'document.options_twice' },
  ),
  broken(
    'a pipeline that nobody can win or lose',
    {
      [PIPELINE]: (body) => body.stages.splice(1, 2, { name: 'next', labels: { en: 'Next' }, kind: 'open' }),
    },
    { path: `${PIPELINE}#/stages`, code: 'document.pipeline_end' },
  ),
  broken(
    'a stage of an unknown kind',
    { [PIPELINE]: set('stages.1.kind', 'wno') },
    { path: `${PIPELINE}#/stages/1/kind`, code: 'document.value', suggestion: 'won' },
  ),
  broken(
    'a chance above one',
    { [PIPELINE]: set('stages.0.probability', '20') },
    { path: `${PIPELINE}#/stages/0/probability`, code: 'document.pattern' },
  ),
  broken(
    'a pipeline without a stage field',
    {
      [OPPORTUNITY]: set('properties.stage', text('Stage')),
      [VIEW]: set('filter', 'owner == user.id'),
    },
    { path: `${PIPELINE}#/object`, code: 'document.no_stage_field' },
  ),
  broken(
    'a stage field without a pipeline',
    { [PIPELINE]: null },
    {
      path: `${OPPORTUNITY}#/properties/stage`,
      code: 'document.no_pipeline',
      suggestion: 'pipelines/opportunity.main.json',
    },
  ),
  broken(
    'defaults that cannot be',
    {
      [OPPORTUNITY]: (body) => {
        body.properties.risk.default = 'lwo';
        body.properties.stage.default = 'wno';
        body.properties.amount.default = 'much';
      },
    },
    { path: `${OPPORTUNITY}#/properties/risk/default`, code: 'document.no_option', suggestion: 'low' },
    { path: `${OPPORTUNITY}#/properties/stage/default`, code: 'document.no_stage', suggestion: 'won' },
    { path: `${OPPORTUNITY}#/properties/amount/default`, code: 'value.number' },
  ),
  broken(
    'a default that is no date',
    { [OPPORTUNITY]: set('properties.close_date.default', '2026-02-30') },
    {
      path: `${OPPORTUNITY}#/properties/close_date/default`,
      code: 'document.invalid',
      says: 'format "date"',
    },
  ),
  broken(
    'bounds that leave nothing',
    { [OPPORTUNITY]: set('properties.amount.maximum', -1) },
    { path: `${OPPORTUNITY}#/properties/amount/maximum`, code: 'document.bounds' },
  ),
  broken(
    'a relation with the name of a field on the other side',
    { [OPPORTUNITY]: set('properties.account.x-field.inverse', { name: 'parent' }) },
    {
      path: `${OPPORTUNITY}#/properties/account/x-field/inverse/name`,
      code: 'document.inverse_taken',
      suggestion: 'opportunity_account',
    },
  ),
  broken(
    'a relation with a reserved name on the other side',
    { [OPPORTUNITY]: set('properties.account.x-field.inverse', { name: 'user' }) },
    {
      path: `${OPPORTUNITY}#/properties/account/x-field/inverse/name`,
      code: 'document.name_reserved',
      suggestion: 'opportunity_account',
    },
  ),
  broken(
    'unique where no value can be',
    { [OPPORTUNITY]: set('properties.risk.x-field.unique', true) },
    { path: `${OPPORTUNITY}#/properties/risk/x-field/unique`, code: 'document.not_unique' },
  ),
  broken(
    'too many fields',
    {
      [OPPORTUNITY]: (body) => {
        for (let n = 0; n < 400; n++) body.properties[`text_${n}`] = text(`Text ${n}`);
      },
    },
    { path: `${OPPORTUNITY}#/properties`, code: 'document.too_many', says: '406' },
  ),
  broken(
    'what this version does not run yet',
    {
      [OPPORTUNITY]: (body) => {
        body['x-object'].capabilities = { timeline: true };
      },
      'workflows/greet.json': '{}',
    },
    { path: 'workflows/greet.json', code: 'engine.later', says: 'workflow' },
    { path: `${OPPORTUNITY}#/x-object/capabilities/timeline`, code: 'engine.later' },
  ),
  broken(
    'a role with unknown rights',
    {
      [ROLE]: (body) => {
        body.admin = ['modell'];
        body.grants[0].do = ['create', 'read', 'update', 'updat'];
        body.grants[0].rows = { delete: 'own', read: 'mine' };
        body.grants.push({ object: '*', do: ['read'], where: 'owner == user.id' });
      },
    },
    { path: `${ROLE}#/admin/0`, code: 'document.value', suggestion: 'model' },
    { path: `${ROLE}#/grants/0/do/3`, code: 'document.value', suggestion: 'update' },
    { path: `${ROLE}#/grants/0/rows/delete`, code: 'document.rows' },
    { path: `${ROLE}#/grants/2/where`, code: 'document.where_all' },
    { path: `${ROLE}#/grants/0/rows/read`, code: 'document.value' },
  ),
  broken(
    'rows by territory of an object that is in none',
    {
      [ROLE]: (body) => {
        body.grants.push({ object: 'opportunity', do: ['read'], rows: { read: 'territory' } });
        body.grants.push({ object: '*', do: ['read'], rows: { read: 'territory' } });
      },
    },
    { path: `${ROLE}#/grants/2/rows/read`, code: 'document.scope_field' },
  ),
  broken(
    'navigation that leads nowhere or to two places',
    {
      [NAVIGATION]: (body) => {
        body.items[0].items.push({}, { object: 'account', view: 'opportunity.mine' });
        delete body.items[0].labels;
      },
    },
    { path: `${NAVIGATION}#/items/0/labels`, code: 'document.missing' },
    { path: `${NAVIGATION}#/items/0/items/2`, code: 'document.item' },
    { path: `${NAVIGATION}#/items/0/items/3`, code: 'document.item' },
  ),
  broken(
    'a related list of records that point elsewhere',
    { [LAYOUT]: set('related', [{ object: 'account', via: 'parent' }]) },
    { path: `${LAYOUT}#/related/0/via`, code: 'document.via' },
  ),
  broken(
    'a board of an object without stages',
    {
      'views/account.board.json': JSON.stringify({
        name: 'board',
        object: 'account',
        labels: { en: 'Board' },
        mode: 'board',
      }),
    },
    { path: 'views/account.board.json#/mode', code: 'document.board' },
  ),
  broken(
    'settings in a package',
    {
      'settings.json': JSON.stringify({ timeZone: 'Asia/Shanghia', currency: 'CNX', languages: ['zh-CN'] }),
    },
    { path: 'settings.json', code: 'document.local_only' },
    { path: 'settings.json#/timeZone', code: 'document.time_zone', suggestion: 'Asia/Shanghai' },
    { path: 'settings.json#/currency', code: 'document.currency', suggestion: 'CNY' },
  ),
  broken(
    'rates that are none',
    {
      'settings.json': JSON.stringify({
        timeZone: 'Asia/Shanghai',
        currency: 'CNY',
        languages: ['zh-CN'],
        rates: [
          { currency: 'USX', rate: '7' },
          { currency: 'CNY', rate: '1' },
          { currency: 'EUR', rate: '0.0' },
          { currency: 'EUR', rate: '7.8' },
        ],
      }),
    },
    { path: 'settings.json', code: 'document.local_only' },
    { path: 'settings.json#/rates/0/currency', code: 'document.currency', suggestion: 'UGX' },
    { path: 'settings.json#/rates/1/currency', code: 'document.rate_own' },
    { path: 'settings.json#/rates/2/rate', code: 'document.rate' },
    { path: 'settings.json#/rates/3', code: 'document.rate_twice' },
  ),
  broken(
    'a currency that a number cannot say',
    {
      [ACCOUNT]: (body: any) => {
        body.properties.staff = { 'x-field': { type: 'integer', labels: { en: 'Staff' } } };
        body.properties.price = {
          'x-field': { type: 'money', currencyField: 'staff', labels: { en: 'Price' } },
        };
      },
    },
    { path: `${ACCOUNT}#/properties/price/x-field/currencyField`, code: 'document.follows' },
  ),
  broken(
    'marks that the engine writes',
    { [ACCOUNT]: set('properties.name.x-field.package', 'other') },
    { path: `${ACCOUNT}#/properties/name/x-field/package`, code: 'document.mark' },
  ),
  broken(
    'an extension that changes and removes',
    {
      'objects/user.json': JSON.stringify({
        'x-object': { extends: 'user', icon: 'team' },
        properties: {
          name: { 'x-field': { labels: { en: 'Full name' }, search: 'D' }, maxLength: 300 },
          nickname: { 'x-field': { labels: { en: 'Nickname' } } },
          email: text('E-mail'),
        },
      }),
    },
    { path: 'objects/user.json#/x-object/icon', code: 'document.extension_changes' },
    { path: 'objects/user.json#/properties/name/x-field/search', code: 'document.extension_changes' },
    { path: 'objects/user.json#/properties/name/maxLength', code: 'document.extension_changes' },
    { path: 'objects/user.json#/properties/nickname', code: 'document.no_field' },
    { path: 'objects/user.json#/properties/email', code: 'document.field_taken', suggestion: 'sample_email' },
  ),
  broken(
    'an extension of nothing',
    { 'objects/acount.json': JSON.stringify({ 'x-object': { extends: 'acount' }, properties: {} }) },
    { path: 'objects/acount.json#/x-object/extends', code: 'document.no_object' },
  ),
  broken(
    'a version that is none',
    { 'package.guanxi.json': set('version', '1.0') },
    { path: 'package.guanxi.json#/version', code: 'document.pattern' },
  ),
  broken(
    'faults of every sort in one file, and others that name what is faulty',
    {
      [OPPORTUNITY]: (body) => {
        body['x-object'].ownershp = 'user';
        body.properties.amount['x-field'].type = 'money_';
        body.properties.account['x-field'].target = 'acount';
        body.properties.close_date['x-field'].defaultExpression = 'todai()';
        body.properties.risk.default = 'middle';
        body.properties.owner = text('Owner');
      },
      [VIEW]: (body) => {
        body.filter = 'amount > 5 && clos_date < today()';
      },
    },
    { path: `${OPPORTUNITY}#/x-object/ownershp`, code: 'document.word', suggestion: 'ownership' },
    {
      path: `${OPPORTUNITY}#/properties/amount/x-field/type`,
      code: 'document.field_type',
      suggestion: 'money',
    },
    {
      path: `${OPPORTUNITY}#/properties/account/x-field/target`,
      code: 'document.no_object',
      suggestion: 'account',
    },
    {
      path: `${OPPORTUNITY}#/properties/close_date/x-field/defaultExpression`,
      code: 'expression.function',
      suggestion: 'today',
    },
    { path: `${OPPORTUNITY}#/properties/risk/default`, code: 'document.no_option' },
    {
      path: `${OPPORTUNITY}#/properties/owner`,
      code: 'document.name_reserved',
      suggestion: 'opportunity_owner',
    },
  ),
  broken(
    'many faults in many files at once',
    {
      [OPPORTUNITY]: set('properties.note', { 'x-field': { type: 'notes', labels: { en: 'Note' } } }),
      [ACCOUNT]: set('properties.name.minLenght', 1),
      [ROLE]: '{',
      [VIEW]: set('mode', 'tabel'),
    },
    { path: `${ACCOUNT}#/properties/name/minLenght`, code: 'document.word', suggestion: 'minLength' },
    { path: `${OPPORTUNITY}#/properties/note/x-field/type`, code: 'document.field_type' },
    { path: ROLE, code: 'document.json' },
    { path: `${VIEW}#/mode`, code: 'document.value', suggestion: 'table' },
  ),
  broken(
    'a rule of two effects, of none, and words that belong to others',
    {
      [OPPORTUNITY]: rules(
        { require: ['amount'], hide: ['risk'] },
        { when: 'amount > 1' },
        { check: 'amount > 1' },
        { require: ['amount'], field: 'amount' },
        { require: ['amount'], clear: true },
      ),
    },
    { path: `${OPPORTUNITY}#/x-rules/0`, code: 'document.rule_effect', says: /require, hide/ },
    { path: `${OPPORTUNITY}#/x-rules/1`, code: 'document.rule_effect' },
    { path: `${OPPORTUNITY}#/x-rules/2/message`, code: 'document.missing' },
    { path: `${OPPORTUNITY}#/x-rules/3/field`, code: 'document.rule_word' },
    { path: `${OPPORTUNITY}#/x-rules/4/clear`, code: 'document.rule_word' },
  ),
  broken(
    'rules that name what is not there',
    {
      [OPPORTUNITY]: rules(
        { when: 'amonut > 1', require: ['clsoe_date'] },
        { when: 'old.risc == "low"', readOnly: ['amount'] },
        { options: { risk: ['low', 'hgih'], name: ['x'] } },
        { check: 'amount > 1', field: 'amont', message: { en: 'No.' } },
        { check: 'amount + 1', message: { en: 'No.' } },
      ),
    },
    { path: `${OPPORTUNITY}#/x-rules/0/when`, code: 'expression.name', suggestion: 'amount' },
    { path: `${OPPORTUNITY}#/x-rules/0/require/0`, code: 'document.no_field', suggestion: 'close_date' },
    { path: `${OPPORTUNITY}#/x-rules/1/when`, code: 'expression.name', suggestion: 'risk' },
    { path: `${OPPORTUNITY}#/x-rules/2/options/risk/1`, code: 'document.rule_options', suggestion: 'high' },
    { path: `${OPPORTUNITY}#/x-rules/2/options/name`, code: 'document.no_options_there' },
    { path: `${OPPORTUNITY}#/x-rules/3/field`, code: 'document.no_field', suggestion: 'amount' },
    { path: `${OPPORTUNITY}#/x-rules/4/check`, code: 'expression.returns' },
  ),
  broken(
    'rules that hide the way back, by themselves and in a circle',
    {
      [OPPORTUNITY]: rules(
        { when: 'risk == "low"', hide: ['risk'] },
        { when: 'close_date == null', hide: ['amount'] },
        { when: 'account == null', hide: ['close_date'] },
        { when: 'amount > 100', hide: ['account'] },
      ),
    },
    { path: `${OPPORTUNITY}#/x-rules/0/hide/0`, code: 'document.rule_hides_itself' },
    {
      path: `${OPPORTUNITY}#/x-rules/3/hide`,
      code: 'document.rule_circle',
      says: 'amount → close_date → account → amount',
    },
  ),
  broken(
    'rules that nobody can satisfy',
    {
      [OPPORTUNITY]: rules(
        { when: 'amount > 1', require: ['close_date'] },
        { when: 'amount  >  1', hide: ['close_date'] },
        { readOnly: ['name'] },
        { readOnly: ['risk'] },
        { when: 'risk == "high"', require: ['risk'] },
        { when: 'amount > 2', hide: ['stage'], clear: true },
      ),
    },
    {
      path: `${OPPORTUNITY}#/x-rules/1/hide/0`,
      code: 'document.rule_contradiction',
      says: /hide “close_date”/,
    },
    { path: `${OPPORTUNITY}#/x-rules/2/readOnly/0`, code: 'document.rule_contradiction' },
    { path: `${OPPORTUNITY}#/x-rules/5/hide/0`, code: 'document.rule_clears' },
  ),
  broken(
    'a calendar of impossible days and hours',
    {
      [CALENDAR]: (body) => {
        body.workdays = [1, 8];
        body.hours = [
          { from: '13:00', to: '12:00' },
          { from: '11:00', to: '18:00' },
        ];
        body.days = [{ date: '2026-02-30' }, { date: '2026-10-01' }, { date: '2026-10-01', works: true }];
      },
    },
    { path: `${CALENDAR}#/workdays/1`, code: 'document.invalid' },
    { path: `${CALENDAR}#/hours/0`, code: 'document.hours', says: '13:00–12:00' },
    { path: `${CALENDAR}#/hours/1`, code: 'document.hours' },
    { path: `${CALENDAR}#/days/0/date`, code: 'document.date' },
    { path: `${CALENDAR}#/days/2/date`, code: 'document.name_twice' },
  ),
  broken(
    'defaults that lead back to themselves, and behind what is not there yet',
    {
      [OPPORTUNITY]: (body) => {
        const { properties } = body;
        properties.name['x-field'].defaultExpression = 'next';
        properties.next = { 'x-field': { type: 'text', labels: { en: 'Next' }, defaultExpression: 'name' } };
        properties.other = {
          'x-field': { ...properties.account['x-field'], defaultExpression: 'account' },
        };
        properties.after = {
          'x-field': { type: 'text', labels: { en: 'After' }, defaultExpression: 'other.name' },
        };
        properties.far = {
          'x-field': { type: 'text', labels: { en: 'Far' }, defaultExpression: 'account.parent.name' },
        };
      },
    },
    {
      path: `${OPPORTUNITY}#/properties/next/x-field/defaultExpression`,
      code: 'document.default_circle',
      says: 'name → next → name',
    },
    { path: `${OPPORTUNITY}#/properties/after/x-field/defaultExpression`, code: 'document.default_behind' },
  ),
  broken(
    'patterns that would take long on the longest texts of their fields',
    {
      [OPPORTUNITY]: (body) => {
        const text = (type: string, words: object) => ({
          'x-field': { type, labels: { en: 'Coded' } },
          ...words,
        });
        Object.assign(body.properties, {
          slow: text('text', { pattern: '[a-z]{1,1000}[0-9]' }),
          short: text('text', { pattern: '[a-z]{1,1000}[0-9]', maxLength: 300 }),
          notes: text('longText', { pattern: '^[A-Z]{2}-[0-9]{4,12}$' }),
        });
      },
    },
    {
      path: `${OPPORTUNITY}#/properties/slow/pattern`,
      code: 'document.pattern_cost',
      says: 'it may judge 399',
    },
    { path: `${OPPORTUNITY}#/properties/notes/pattern`, code: 'document.pattern_cost' },
  ),
  broken(
    'line items that are somebody else’s, have line items, or would stay behind',
    {
      [ACCOUNT]: (body) => {
        const items = (target: string, via: string) => lineItems('Items', target, via);
        Object.assign(body.properties, {
          deals: items('opportunity', 'account'),
          people: items('user', 'manager'),
          loose: items('row', 'loose'),
          rows: items('row', 'account'),
          same_rows: items('row', 'account'),
          strange: items('row', 'nobody'),
          lost: items('rows', 'account'),
        });
      },
      'objects/row.json': JSON.stringify({
        $schema: '../.schemas/object.schema.json',
        'x-object': { name: 'row', labels: { en: 'Row', 'zh-CN': '行' }, titleField: 'name' },
        properties: {
          name: text('Name'),
          account: lookup('Account', 'account', 'cascade'),
          loose: lookup('Loose', 'account', 'restrict'),
        },
      }),
    },
    { path: `${ACCOUNT}#/properties/deals/x-field/lineItems/via`, code: 'document.lines_cascade' },
    { path: `${ACCOUNT}#/properties/people/x-field/lineItems/via`, code: 'document.lines_via' },
    { path: `${ACCOUNT}#/properties/people/x-field/lineItems/target`, code: 'document.lines_system' },
    { path: `${ACCOUNT}#/properties/loose/x-field/lineItems/via`, code: 'document.lines_cascade' },
    { path: `${ACCOUNT}#/properties/rows/x-field/lineItems/target`, code: 'document.lines_twice' },
    { path: `${ACCOUNT}#/properties/same_rows/x-field/lineItems/target`, code: 'document.lines_twice' },
    { path: `${ACCOUNT}#/properties/strange/x-field/lineItems/target`, code: 'document.lines_twice' },
    { path: `${ACCOUNT}#/properties/strange/x-field/lineItems/via`, code: 'document.no_field' },
    {
      path: `${ACCOUNT}#/properties/lost/x-field/lineItems/target`,
      code: 'document.no_object',
      suggestion: 'row',
    },
  ),
  broken(
    'line items below line items, and rights that follow something else, or themselves',
    {
      [ACCOUNT]: (body) => {
        body['x-object'].accessFrom = 'parent';
        body.properties.rows = lineItems('Rows', 'row', 'account');
      },
      'objects/row.json': JSON.stringify({
        $schema: '../.schemas/object.schema.json',
        'x-object': {
          name: 'row',
          labels: { en: 'Row', 'zh-CN': '行' },
          titleField: 'name',
          accessFrom: 'other',
        },
        properties: {
          name: text('Name'),
          account: lookup('Account', 'account', 'cascade'),
          other: lookup('Other', 'opportunity', 'null'),
          below: lineItems('Below', 'cell', 'row'),
        },
      }),
      'objects/cell.json': JSON.stringify({
        $schema: '../.schemas/object.schema.json',
        'x-object': { name: 'cell', labels: { en: 'Cell', 'zh-CN': '格' }, titleField: 'name' },
        properties: { name: text('Name'), row: lookup('Row', 'row', 'cascade') },
      }),
    },
    { path: `${ACCOUNT}#/x-object/accessFrom`, code: 'document.access_from' },
    { path: `${ACCOUNT}#/properties/rows/x-field/lineItems/target`, code: 'document.lines_nested' },
    { path: 'objects/row.json#/x-object/accessFrom', code: 'document.access_lines', says: 'account' },
  ),
];
