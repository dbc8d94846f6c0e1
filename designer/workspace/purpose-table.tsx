import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import type { Labels } from '../../runtime-ui/api/types.ts';
import settingsSchema from '../../schemas/settings.schema.json' with { type: 'json' };
import { useTexts } from '../i18n/index.ts';
import { useLabelLanguages } from '../shell/labels-input.tsx';

/** What people are reached for, while it is typed. */
export interface PurposeRow {
  readonly name: string;
  readonly labels: Labels;
  readonly basis: string;
}

const { default: DEFAULTS, items } = settingsSchema.properties.purposes;
const { enum: BASES, 'x-values': BASIS_LABELS } = items.properties.basis;

/** The purposes of a document; without any those that there are by themselves. */
export const purposesOf = (given: readonly PurposeRow[] | undefined): readonly PurposeRow[] =>
  given ?? DEFAULTS;

const isBlank = ({ name, labels }: PurposeRow): boolean =>
  name.trim() === '' && Object.values(labels).every((text) => text.trim() === '');

/** Rows as the document holds them; what says nothing is left out. */
export const purposesIn = (rows: readonly PurposeRow[]): readonly PurposeRow[] =>
  rows
    .filter((row) => !isBlank(row))
    .map(({ name, labels, basis }) => ({
      name: name.trim(),
      labels: Object.fromEntries(
        Object.entries(labels).flatMap(([language, text]) => (text.trim() ? [[language, text.trim()]] : [])),
      ),
      basis,
    }));

/** The number of the first row that lacks a name or what people call it. */
export function incompletePurpose(rows: readonly PurposeRow[]): number | undefined {
  const at = rows.findIndex(
    (row) =>
      !isBlank(row) &&
      (row.name.trim() === '' || Object.values(row.labels).every((text) => text.trim() === '')),
  );
  return at < 0 ? undefined : at + 1;
}

/** What people are reached for, in every language, and what makes that lawful. Names that consents were given under stay. */
export function PurposeTable(props: {
  rows: readonly PurposeRow[];
  kept: ReadonlySet<string>;
  onChange: (rows: readonly PurposeRow[]) => void;
}) {
  const { rows, kept, onChange } = props;
  const { t, label } = useTexts();
  const languages = useLabelLanguages();
  const change = (at: number, changes: Partial<PurposeRow>) =>
    onChange(rows.with(at, { ...rows[at]!, ...changes }));
  const heads = [
    ...languages.map((language) => t('field.label', { language: t(`designer.language.${language}`) })),
    t('workspace.basis'),
    t('workspace.apiName'),
  ];
  return (
    <div className="gd-rates gd-purposes">
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className="gd-rate-head">
                {head}
              </th>
            ))}
            <th scope="col" className="gd-rate-head">
              <span className="gx-hidden">{t('workspace.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed a row is its place
            <tr key={at} className="gd-rate">
              {languages.map((language, index) => (
                <td key={language} className="gd-rate-cell">
                  <Input
                    lang={language}
                    aria-label={t('workspace.ofRow', { what: heads[index]!, n: at + 1 })}
                    placeholder={heads[index]}
                    maxLength={80}
                    value={row.labels[language] ?? ''}
                    onChange={({ target }) =>
                      change(at, { labels: { ...row.labels, [language]: target.value } })
                    }
                  />
                </td>
              ))}
              <td className="gd-rate-cell">
                <Select
                  className="gx-wide"
                  aria-label={t('workspace.ofRow', { what: t('workspace.basis'), n: at + 1 })}
                  popupMatchSelectWidth={false}
                  value={row.basis}
                  options={BASES.map((value) => ({
                    value,
                    label: label(BASIS_LABELS[value as keyof typeof BASIS_LABELS]),
                  }))}
                  onChange={(basis: string) => change(at, { basis })}
                />
              </td>
              <td className="gd-rate-cell">
                <Input
                  aria-label={t('workspace.ofRow', { what: t('workspace.apiName'), n: at + 1 })}
                  placeholder={t('workspace.apiName')}
                  maxLength={48}
                  disabled={kept.has(row.name)}
                  value={row.name}
                  onChange={({ target }) => change(at, { name: target.value })}
                />
              </td>
              <td className="gd-rate-cell">
                <Button
                  type="text"
                  icon={<DeleteOutlined aria-hidden="true" />}
                  aria-label={t('workspace.removePurpose', { n: at + 1 })}
                  title={t('workspace.removePurpose', { n: at + 1 })}
                  onClick={() => onChange(rows.toSpliced(at, 1))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        icon={<PlusOutlined aria-hidden="true" />}
        onClick={() => onChange([...rows, { name: '', labels: {}, basis: 'consent' }])}
      >
        {t('workspace.addPurpose')}
      </Button>
    </div>
  );
}
