import type { FieldMeta, ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import type { Showing } from './display.tsx';
import { formatNumber } from './format.ts';
import { totalOf } from './line-totals.ts';
import { useLocality } from './locality.ts';

/** The line items of a record, with totals. */
export function LineTable(props: {
  object: ObjectMeta;
  field: FieldMeta;
  lines: readonly RecordRow[];
  show: Showing['show'];
}) {
  const { object, field, lines, show } = props;
  const { t, label } = useTexts();
  const where = useLocality();
  const { fields, object: name } = field.lines!;
  const child: ObjectMeta = { ...object, name, fields };
  const shown = fields.filter(({ name: column }) => lines.some((line) => line[column] !== null));
  const told = (column: FieldMeta) => {
    const total = totalOf(field.lines!, column, lines);
    return total === undefined ? undefined : formatNumber(column, total, where);
  };
  const hasTotals = shown.some(({ name: column }) => field.lines!.totals.includes(column));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus
    <section className="gx-line-table" tabIndex={0} aria-label={label(field.labels)}>
      <table>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.name} scope="col" data-kind={column.kind}>
                {label(column.labels)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              {shown.map((column) => (
                <td key={column.name} data-kind={column.kind} data-label={label(column.labels)}>
                  {show(child, column, line)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {hasTotals && (
          <tfoot>
            <tr>
              {shown.map((column, index) => (
                <td
                  key={column.name}
                  data-kind={column.kind}
                  data-label={index === 0 ? '' : label(column.labels)}
                >
                  {told(column) ?? (index === 0 ? t('lines.total') : '')}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}
