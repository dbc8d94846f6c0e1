import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useTexts } from '../i18n/index.ts';

/** A rate while it is typed. */
export interface RateRow {
  readonly currency: string;
  readonly rate: string;
  /** a day, or nothing: from the beginning */
  readonly from: string;
}

/** The rates of a document as rows. */
export const rowsOf = (rates: readonly Partial<RateRow>[] = []): readonly RateRow[] =>
  rates.map(({ currency = '', rate = '', from = '' }) => ({ currency, rate, from }));

/** Rows as the document holds them; what says nothing is left out. */
export const ratesOf = (rows: readonly RateRow[]): readonly Partial<RateRow>[] =>
  rows
    .filter(({ currency, rate }) => currency !== '' || rate.trim() !== '')
    .map(({ currency, rate, from }) => ({ currency, rate: rate.trim(), ...(from && { from }) }));

/** The number of the first row that says only half of what it should. */
export function incompleteRow(rows: readonly RateRow[]): number | undefined {
  const at = rows.findIndex(({ currency, rate, from }) => {
    const isSaid = [currency !== '', rate.trim() !== ''];
    return isSaid.some(Boolean) ? !isSaid.every(Boolean) : from !== '';
  });
  return at < 0 ? undefined : at + 1;
}

/** What other currencies come to, from which day. */
export function RateTable(props: {
  own: string;
  rows: readonly RateRow[];
  onChange: (rows: readonly RateRow[]) => void;
}) {
  const { own, rows, onChange } = props;
  const { t, language } = useTexts();
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'currency' });
    return Intl.supportedValuesOf('currency')
      .filter((code) => code !== own)
      .map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` }));
  }, [language, own]);
  const change = (at: number, changes: Partial<RateRow>) =>
    onChange(rows.with(at, { ...rows[at]!, ...changes }));
  return (
    <div className="gd-rates">
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col" className="gd-rate-head">
                {t('workspace.currency')}
              </th>
              <th scope="col" className="gd-rate-head">
                {t('workspace.rate', { currency: own })}
              </th>
              <th scope="col" className="gd-rate-head">
                {t('workspace.from')}
              </th>
              <th scope="col" className="gd-rate-head">
                <span className="gx-hidden">{t('workspace.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed a row is its place
              <tr key={at} className="gd-rate">
                <td className="gd-rate-cell">
                  <Select
                    className="gx-wide"
                    aria-label={t('workspace.currencyOf', { n: at + 1 })}
                    showSearch={{ optionFilterProp: 'label' }}
                    popupMatchSelectWidth={false}
                    value={row.currency || null}
                    options={currencies}
                    onChange={(currency: string) => change(at, { currency })}
                  />
                </td>
                <td className="gd-rate-cell">
                  <Input
                    inputMode="decimal"
                    aria-label={t('workspace.rateOf', { n: at + 1 })}
                    value={row.rate}
                    onChange={({ target }) => change(at, { rate: target.value })}
                  />
                </td>
                <td className="gd-rate-cell">
                  <Input
                    type="date"
                    aria-label={t('workspace.fromOf', { n: at + 1 })}
                    value={row.from}
                    onChange={({ target }) => change(at, { from: target.value })}
                  />
                </td>
                <td className="gd-rate-cell">
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden="true" />}
                    aria-label={t('workspace.removeRate', { n: at + 1 })}
                    title={t('workspace.removeRate', { n: at + 1 })}
                    onClick={() => onChange(rows.toSpliced(at, 1))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button
        icon={<PlusOutlined aria-hidden="true" />}
        onClick={() => onChange([...rows, { currency: '', rate: '', from: '' }])}
      >
        {t('workspace.addRate')}
      </Button>
    </div>
  );
}
