import { stringify } from 'csv-stringify/sync';
import { consentObjects, type LedgerEntry, ledgerOf } from '../consent/index.ts';
import type { RequestContext } from '../context.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { type Labels, textIn } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import { CHANNELS } from '../model/index.ts';
import type { ModelField } from '../model/model.ts';
import { engineActor } from '../people/index.ts';
import { openKept, titlesOfRecords } from '../records/index.ts';
import type { Found, FoundRecord } from './find.ts';

/** A value in the words of a language, and as the API spells it. */
interface ToldValue {
  readonly field: string;
  readonly label: string;
  readonly value: WireValue;
  readonly text: string;
}

export interface ExportedRecord {
  readonly object: string;
  readonly label: string;
  readonly id: string;
  readonly title: string | null;
  readonly way: string;
  readonly values: readonly ToldValue[];
}

interface ExportedChange {
  readonly at: string;
  readonly record: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Something that the person has said of being contacted, in words and as the API spells it. */
export interface ExportedConsent
  extends Pick<
    LedgerEntry,
    'at' | 'channel' | 'purpose' | 'state' | 'basis' | 'until' | 'source' | 'words' | 'evidence'
  > {
  readonly said: string;
  readonly about: string;
}

/** Everything known of a person, for them to read. */
export interface PersonExport {
  readonly at: string;
  readonly language: string;
  readonly records: readonly ExportedRecord[];
  readonly history: readonly ExportedChange[];
  readonly consents: readonly ExportedConsent[];
  readonly files: Found['traces']['files'];
}

/** Of the person all values; of what speaks of them only those that do. */
const fieldsTold = ({ object, way, fields }: FoundRecord): readonly ModelField[] => {
  const isOwn = way === 'person' || way === 'part' || way === 'same';
  const told = isOwn ? [...object.fieldsById.values()].filter(({ system }) => !system) : fields;
  return told.filter((field) => field !== undefined && field.columns.length > 0) as ModelField[];
};

async function wireValues(
  ctx: RequestContext,
  on: Pool | ClientBase,
  { table, id }: FoundRecord,
  fields: readonly ModelField[],
): Promise<readonly WireValue[]> {
  if (fields.length === 0) return [];
  const columns = fields.map((field) => {
    const source = (part: string): string =>
      `t.${quote(field.columns.find((column) => column.part === part)!.name)}`;
    return `to_json(${field.type.wire(source, field)})`;
  });
  const { rows } = await on.query<WireValue[]>({
    text: `SELECT ${columns.join(', ')} FROM ${table.table} t WHERE t.id = $1::uuid`,
    values: [id],
    rowMode: 'array',
  });
  const values = (rows[0] ?? []).map((value, index) => openKept(ctx, fields[index]!.id, value));
  return (await Promise.all(values)) as WireValue[];
}

const isEmpty = (value: WireValue): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Titles of the records that relations name. */
async function titlesIn(
  ctx: RequestContext,
  field: ModelField,
  value: WireValue,
): Promise<string | undefined> {
  if (field.type.relation !== 'one' || field.target === undefined || typeof value !== 'string')
    return undefined;
  const titles = await titlesOfRecords({ ...ctx, actor: engineActor('privacy') }, field.target, [value]);
  return titles.get(value) ?? value;
}

async function exportRecord(
  ctx: RequestContext,
  on: Pool | ClientBase,
  record: FoundRecord,
): Promise<ExportedRecord> {
  const { settings } = ctx.model;
  const where = { locale: ctx.locale, timeZone: settings.timeZone, currency: settings.currency };
  const fields = fieldsTold(record);
  const wires = await wireValues(ctx, on, record, fields);
  const values: ToldValue[] = [];
  for (const [index, field] of fields.entries()) {
    const value = wires[index] ?? null;
    if (isEmpty(value)) continue;
    const text = (await titlesIn(ctx, field, value)) ?? field.type.format(value, field, where);
    values.push({ field: field.name, label: textIn(field.labels, ctx.locale), value, text });
  }
  const { object, id, title, way } = record;
  return { object: object.name, label: textIn(object.labels, ctx.locale), id, title, way, values };
}

/** What the audit says of the values of the records that are the person. */
async function historyOf(
  ctx: RequestContext,
  on: Pool | ClientBase,
  records: readonly FoundRecord[],
): Promise<readonly ExportedChange[]> {
  const own = new Map(records.map((record) => [record.id, record.object]));
  const { rows } = await query<{ at: string; record: string; changes: string }>(on, {
    text: `SELECT to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, a.record::text, a.changes FROM ${qualified(ctx.model.schema, '_audit')} a WHERE a.record = ANY($1::uuid[]) AND a.op IN ('create', 'update') ORDER BY a.at, a.id`,
    values: [[...own.keys()]],
  });
  const told: ExportedChange[] = [];
  for (const { at, record, changes } of rows)
    for (const [id, value] of Object.entries(JSON.parse(changes) as Record<string, unknown>)) {
      const field = own.get(record)!.fieldsById.get(id);
      if (!field || !Array.isArray(value)) continue;
      const [from, to] = [await openKept(ctx, id, value[0]), await openKept(ctx, id, value[1])];
      told.push({ at, record, field: textIn(field.labels, ctx.locale), from, to });
    }
  return told;
}

/** What they have said of being contacted, of the records that are the person and of their addresses. */
async function consentsOf(
  ctx: RequestContext,
  on: Pool | ClientBase,
  own: readonly FoundRecord[],
): Promise<readonly ExportedConsent[]> {
  const found = new Map<string, LedgerEntry>();
  for (const object of consentObjects(ctx.model)) {
    const ids = own.filter((record) => record.object === object).map(({ id }) => id);
    if (ids.length === 0) continue;
    const ledger = await ledgerOf(ctx.model, on, { object, ids });
    for (const entry of [...ledger.values()].flat()) found.set(entry.id, entry);
  }
  const word = (labels: Labels | undefined, name: string) => (labels ? textIn(labels, ctx.locale) : name);
  const about = ({ channel, purpose }: LedgerEntry): string => {
    if (channel === null) return textIn(EVERYTHING, ctx.locale);
    const by = CHANNELS.find(({ name }) => name === channel);
    const why = ctx.model.settings.purposes.find(({ name }) => name === purpose);
    return [word(by?.labels, channel), word(why?.labels, purpose ?? '')].join(' · ');
  };
  return [...found.values()]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map((entry) => {
      const { at, channel, purpose, state, basis, until, source, words, evidence } = entry;
      const said = textIn(SAID[state], ctx.locale);
      const told = { at, channel, purpose, state, basis, until, source, words, evidence };
      return { ...told, said, about: about(entry) };
    });
}

const EVERYTHING: Labels = { en: 'any contact', 'zh-CN': '一切联系' };

const SAID: Readonly<Record<LedgerEntry['state'], Labels>> = {
  given: { en: 'agreed', 'zh-CN': '同意' },
  refused: { en: 'objected', 'zh-CN': '拒绝' },
  withdrawn: { en: 'withdrew', 'zh-CN': '撤回' },
};

/** Puts together all that was found, labelled in the language of the request. */
export async function exportPerson(
  ctx: RequestContext,
  on: Pool | ClientBase,
  { records, traces }: Found,
): Promise<PersonExport> {
  const told: ExportedRecord[] = [];
  for (const record of records.filter(({ way }) => way !== 'namesake'))
    told.push(await exportRecord(ctx, on, record));
  const own = records.filter(({ way }) => way === 'person' || way === 'part');
  return {
    at: ctx.now.toISOString(),
    language: ctx.locale,
    records: told,
    history: await historyOf(ctx, on, own),
    consents: await consentsOf(ctx, on, own),
    files: traces.files,
  };
}

const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  en: ['Object', 'Record', 'Field', 'Value'],
  'zh-CN': ['对象', '记录', '字段', '值'],
};

/** The same as a table: a row for each value. */
export function exportCsv({ language, records }: PersonExport): string {
  const rows = records.flatMap(({ label, id, title, values }) =>
    values.map((one) => [label, title ?? id, one.label, one.text]),
  );
  return stringify([[...(HEADINGS[language] ?? HEADINGS.en!)], ...rows], {
    bom: true,
    escape_formulas: true,
    quoted_match: /[;\t]/,
  });
}
