import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import type { Locality } from '../field-types/index.ts';
import { assertCan, objectAccessOf } from '../records/index.ts';
import { fieldNamed, isImported } from './headings.ts';
import { type RememberedColumn, rememberedMapping } from './memory.ts';
import { openTables } from './open-tables.ts';
import type { FileOptions, ImportOptions } from './options.ts';
import { proposeFields, type Unmapped } from './propose.ts';
import { type ImportSource, REPORT_COLUMNS, readForm, readRows, type TableForm } from './tables.ts';
import type { Upload } from './upload.ts';
import { folded } from './words.ts';

/** Rows in which samples are looked for, and samples that tell whether a column can be a field. */
const LOOKED_AT = 200;
const SAMPLES = 5;
/** Characters of a sample that are shown. */
const SHOWN = 200;

/** The first cells of each column that hold something. */
async function samplesOf(source: ImportSource, form: TableForm): Promise<readonly (readonly string[])[]> {
  const samples: string[][] = form.headings.map(() => []);
  let count = 0;
  for await (const chunk of readRows(source, form)) {
    for (const { cells } of chunk.slice(0, LOOKED_AT - count)) {
      for (const [index, some] of samples.entries()) {
        const cell = cells[index] ?? '';
        if (cell !== '' && some.length < SAMPLES && !some.includes(cell)) some.push(cell.slice(0, SHOWN));
      }
    }
    count += chunk.length;
    if (count >= LOOKED_AT) break;
  }
  return samples;
}

/** Columns that mean something by themselves, or nothing: those of the error file, and the names of rows. */
const OWN: ReadonlySet<string> = new Set([...Object.values(REPORT_COLUMNS), '_key']);

/** What a column is proposed to be, and by what: what was said the last time, its heading, or what is likest to it. */
interface Proposed {
  readonly heading: string;
  readonly sample: string | null;
  readonly proposal: RememberedColumn | null;
  readonly from: 'memory' | 'heading' | 'likeness' | null;
}

async function proposed(
  ctx: RequestContext,
  { object: objectName }: FileOptions,
  source: ImportSource,
  form: TableForm,
): Promise<readonly Proposed[]> {
  const { object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'import');
  const remembered = await rememberedMapping(ctx, object.object, form.headings);
  // what has been archived or may be written no more is proposed anew
  const isGood = (column: RememberedColumn): boolean => {
    if (column === false) return true;
    const [first = ''] = column.field.split('.');
    const lines = fieldNamed(object, first)?.field;
    const field = lines?.lines ? lines : fieldNamed(object, column.field)?.field;
    return field !== undefined && isImported(object, field);
  };
  const known = new Map(
    Object.entries(remembered)
      .filter(([, column]) => isGood(column))
      .map(([heading, column]) => [folded(heading), column]),
  );
  const samples = await samplesOf(source, form);
  const columns = form.headings.map((heading, index): Unmapped => ({ heading, samples: samples[index]! }));
  const open = columns.filter(({ heading }) => !known.has(folded(heading)) && !OWN.has(heading));
  const { timeZone, currency } = ctx.model.settings;
  const where: Locality = { locale: ctx.locale, timeZone, currency };
  const taken = new Set([...known.values()].flatMap((column) => (column ? [column.field] : [])));
  const found = proposeFields({ model: ctx.model, object }, open, where, taken);
  return columns.map((column): Proposed => {
    const { heading } = column;
    const base = { heading, sample: column.samples[0] ?? null };
    const before = known.get(folded(heading));
    if (before !== undefined) return { ...base, proposal: before, from: 'memory' };
    const one = found.get(column);
    if (!one) return { ...base, proposal: null, from: null };
    return { ...base, proposal: { field: one.name }, from: one.likeness === 1 ? 'heading' : 'likeness' };
  });
}

/** What files of an upload are, and which field each of their columns is likely to be. Nothing is written. */
export async function previewImport(
  ctx: RequestContext,
  options: ImportOptions,
  upload: Pick<Upload, 'files'>,
): Promise<Record<string, unknown>> {
  const access = accessOf(ctx.model, ctx.actor);
  const { tables, sheets } = await openTables(upload, options);
  const files: unknown[] = [];
  for (const file of options.files) {
    if (!access.can(file.object, 'import')) assertCan(objectAccessOf(ctx, file.object).object, 'import');
    const source = tables.find(({ name, asked }) => name === file.file && asked === file.sheet);
    if (!source) throw new Problem('import.file', { name: file.file });
    const form = await readForm(source);
    files.push({
      object: file.object,
      file: file.file,
      ...(form.sheet !== undefined && { sheet: form.sheet, sheets: sheets.get(file.file) ?? [] }),
      format: form.sheet !== undefined ? 'xlsx' : (form.format ?? 'csv'),
      encoding: form.encoding,
      rows: form.rows,
      columns: await proposed(ctx, file, source, form),
    });
  }
  return { files };
}
