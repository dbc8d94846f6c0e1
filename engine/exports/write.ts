import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { textIn } from '../errors.ts';
import { timeOf } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import {
  type AskedExport,
  assertExported,
  type ExportedList,
  type ExportRequest,
  exportList,
} from '../records/index.ts';
import { columnsOf, type ExportColumn } from './columns.ts';
import { type ExportFormat, formatNamed } from './formats/index.ts';

/** An export that nothing speaks against, ready to be read. */
export interface Prepared {
  readonly object: string;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  readonly request: ExportRequest;
  /** what the object is called */
  readonly title: string;
  /** of the file: `客户 2026-11-27.xlsx` */
  readonly name: string;
}

const titleOf = ({ locale }: RequestContext, { plural, labels, name }: ModelObject): string =>
  textIn(plural, locale) || textIn(labels, locale) || name;

/** What the file of an export that begins now is called. */
export function exportName(ctx: RequestContext, object: ModelObject, format: string): string {
  const { timeZone } = timeOf(ctx.model);
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(ctx.now);
  return `${titleOf(ctx, object)} ${day}.${formatNamed(format)!.ending}`;
}

/** Resolves the names of an export as the actor may know them. */
export function prepareExport(ctx: RequestContext, object: string, asked: AskedExport): Prepared {
  // the list knows every name and every refusal
  assertExported(ctx, object, asked.request);
  const format = formatNamed(asked.format)!;
  const access = accessOf(ctx.model, ctx.actor);
  const over = access.object(object)!;
  const { timeZone } = timeOf(ctx.model);
  const where = { locale: ctx.locale, timeZone, currency: ctx.model.settings.currency };
  const columns = format.isTable
    ? columnsOf({ access, object: over, where, spelling: asked.values }, asked.request.fields)
    : [];
  const paths = columns.flatMap((column) => column.paths);
  return {
    object,
    format,
    columns,
    request: format.isTable ? { ...asked.request, fields: ['id', ...paths] } : asked.request,
    title: titleOf(ctx, over.object),
    name: exportName(ctx, over.object, format.name),
  };
}

/** What came of writing one. */
export interface WrittenExport {
  readonly rows: number;
  /** texts that were longer than the format takes */
  readonly cut: number;
}

/** Called behind each page with how many records are read of how many; false ends it. */
export type OnPage = (rows: number, total: number) => Promise<boolean>;

/** Ends an export that nobody wants any more. */
export class Unwanted extends Error {}

/** Reads the records as they stand at one moment and hands their bytes to `take`; `Unwanted` where `onPage` has ended it. */
export async function writeExport(
  ctx: RequestContext,
  { object, format, columns, request, title }: Prepared,
  take: (bytes: AsyncIterable<Uint8Array>, list: ExportedList) => Promise<unknown>,
  onPage: OnPage,
): Promise<WrittenExport> {
  let rows = 0;
  let cut = 0;
  await exportList(ctx, object, request, async (list) => {
    const pages = async function* () {
      for await (const records of list.pages) {
        rows += records.length;
        if (!(await onPage(rows, list.total))) throw new Unwanted();
        yield records;
      }
    };
    const onCut = (): void => {
      cut += 1;
    };
    await take(format.write({ name: title, columns, pages: pages(), onCut }), list);
  });
  return { rows, cut };
}
