import type { RequestContext } from '../context.ts';
import { encryptedFields, isEncrypted } from '../model/index.ts';
import { openKept, REPORT_CELL } from '../records/index.ts';
import type { FilePlan } from './map.ts';
import type { ImportOptions } from './options.ts';

const HIDDEN = '••••';

/** The cells of a row as the report keeps them: those that fill encrypted fields sealed. */
export function sealedCells(
  { model, vault }: RequestContext,
  { columns }: FilePlan,
  cells: readonly string[],
): readonly string[] {
  const known = new Set(encryptedFields(model).map(({ field }) => field.id));
  const secret = new Set(columns.filter(({ field }) => known.has(field.id)).map(({ index }) => index));
  if (secret.size === 0) return cells;
  return cells.map((cell, index) =>
    secret.has(index) && cell !== '' ? vault.keys().seal(REPORT_CELL, cell) : cell,
  );
}

/** Reads cells of a report as they stood in their file. */
export async function openedCells(
  ctx: RequestContext,
  cells: readonly string[],
): Promise<(cell: string) => string> {
  const opened = new Map<string, string>();
  for (const cell of new Set(cells)) {
    const text = await openKept(ctx, REPORT_CELL, cell);
    if (text !== cell) opened.set(cell, String(text));
  }
  return (cell) => opened.get(cell) ?? cell;
}

/** All of the options, sealed, where they say something that the kept ones do not. */
export async function sealedOptions(
  { vault }: RequestContext,
  whole: string,
  open: string,
): Promise<string | null> {
  if (whole === open) return null;
  return (await vault.ready()).seal(REPORT_CELL, whole);
}

const hidden = (values: ReadonlyMap<string, unknown>, isSecret: (name: string) => boolean) =>
  new Map([...values].map(([name, value]) => [name, isSecret(name) ? HIDDEN : value]));

/** Options as they are kept: without the values that they give encrypted fields. */
export function withoutSecrets(options: ImportOptions, plans: readonly FilePlan[]): ImportOptions {
  const files = options.files.map((file) => {
    const plan = plans.find(
      ({ source, object }) =>
        source.name === file.file && source.asked === file.sheet && object.object.name === file.object,
    );
    const headings = new Set(
      plan?.columns.flatMap(({ field, heading }) => (isEncrypted(field) ? [heading] : [])),
    );
    const constants = new Set(
      plan?.constants.flatMap(({ field, name }) => (isEncrypted(field) ? [name] : [])),
    );
    const { object } = plan?.object ?? {};
    const named = (name: string): string => object?.aliases.get(name) ?? name;
    return {
      ...file,
      constants: hidden(file.constants, (name) => constants.has(named(name))),
      columns: new Map(
        [...file.columns].map(([heading, columns]) => [
          heading,
          !headings.has(heading.trim())
            ? columns
            : columns.map((column) =>
                column?.values ? { ...column, values: hidden(column.values, () => true) } : column,
              ),
        ]),
      ),
    };
  });
  return { ...options, files };
}
