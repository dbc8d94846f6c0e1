import { stringify } from 'csv-stringify/sync';

export type CsvRow = readonly string[];

const HEADINGS: Readonly<Record<string, CsvRow>> = {
  en: ['at', 'who', 'user', 'on behalf of', 'what', 'op', 'object', 'record', 'version', 'changes', 'id'],
  'zh-CN': ['时间', '操作人', '用户', '代表', '操作', '类型', '对象', '记录', '版本', '变更', '编号'],
};

/** Spreadsheets must not run what somebody has put into a field; one that splits at `;` or tabs finds no formula either. */
const OPTIONS = { escape_formulas: true, quoted_match: /[;\t]/ };

/** A CSV that is sent while it is read. */
export function csvText(
  locale: string,
  pages: AsyncGenerator<readonly CsvRow[]>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const heading = HEADINGS[locale] ?? HEADINGS.en!;
  let isBegun = false;
  return new ReadableStream({
    pull: async (controller) => {
      if (!isBegun) {
        isBegun = true;
        controller.enqueue(encoder.encode(stringify([[...heading]], { ...OPTIONS, bom: true })));
        return;
      }
      const { value, done } = await pages.next();
      if (done) controller.close();
      else
        controller.enqueue(
          encoder.encode(
            stringify(
              value.map((row) => [...row]),
              OPTIONS,
            ),
          ),
        );
    },
    cancel: async () => void (await pages.return(undefined)),
  });
}
