import type { Values } from '../../api/records.ts';
import type { FieldMeta, LinesMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { formatNumber } from '../../values/format.ts';
import { totalOf } from '../../values/line-totals.ts';
import { useLocality } from '../../values/locality.ts';
import { type HeldLine, keyOf } from '../lines.ts';

/** Totals below the lines. */
export function LineFoot(props: {
  meta: LinesMeta;
  fields: readonly FieldMeta[];
  lines: readonly HeldLine[];
  computed?: ReadonlyMap<string, Values>;
}) {
  const { fields, lines, computed } = props;
  const { t, label } = useTexts();
  const where = useLocality();
  const totals = fields.map((field) => ({
    field,
    total: totalOf(props.meta, field, lines, (line) => computed?.get(keyOf(line))),
  }));
  if (totals.every(({ total }) => total === undefined)) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame
    <div role="group" className="gx-line gx-line-foot" aria-label={t('lines.totals')}>
      <div>{t('lines.total')}</div>
      {totals.map(({ field, total }) => (
        <div key={field.name} data-kind={field.kind} data-empty={total === undefined || undefined}>
          {total !== undefined && (
            <dl>
              <dt>{label(field.labels)}</dt>
              <dd>{formatNumber(field, total, where)}</dd>
            </dl>
          )}
        </div>
      ))}
      <div />
    </div>
  );
}
