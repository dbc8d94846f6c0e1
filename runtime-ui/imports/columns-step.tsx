import { Alert, Button, Select } from 'antd';
import { useId } from 'react';
import type { PreviewedFile } from '../api/imports.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { groupDecimal } from '../values/format.ts';
import { doubled, fillable, keysOf, type Mapping } from './mapping.ts';

/** Which field each column becomes: what is proposed, to be changed, with the first thing that stands in it. */
export function ColumnsStep(props: {
  object: ObjectMeta;
  file: File;
  found: PreviewedFile;
  mapping: Mapping;
  isBusy: boolean;
  onChange: (mapping: Mapping) => void;
  onSheet: (sheet: string) => void;
  onCheck: () => void;
  onOther: () => void;
}) {
  const { object, file, found, mapping, isBusy, onChange } = props;
  const { t, label } = useTexts();
  const own = useId();
  const fields = fillable(object);
  const named = new Map(fields.map(({ name, labels }) => [name, label(labels) || name]));
  // parts of values, line items: known by the server
  const others = found.columns.flatMap(({ proposal }) =>
    proposal && !named.has(proposal.field) ? [proposal.field] : [],
  );
  const options = [
    { value: '', label: t('imports.leftOut') },
    ...[...named].map(([value, text]) => ({ value, label: text })),
    ...others.map((value) => ({ value, label: value })),
  ];
  const keys = keysOf(object, mapping);
  const twice = doubled(mapping);
  const isEmpty = mapping.fields.every((field) => field === null);
  const fault = isEmpty
    ? t('imports.nothing')
    : twice !== undefined
      ? t('imports.twice', { field: named.get(twice) ?? twice })
      : undefined;
  return (
    <>
      <div className="gx-import-file">
        <strong>{file.name}</strong>
        <span className="gx-soft">
          {t('imports.rows', { count: found.rows, formatted: groupDecimal(String(found.rows)) })}
        </span>
        <Button size="small" type="link" onClick={props.onOther}>
          {t('imports.other')}
        </Button>
      </div>
      {(found.sheets?.length ?? 0) > 1 && (
        <div className="gx-import-choice">
          <label htmlFor={`${own}-sheet`}>{t('imports.sheet')}</label>
          <Select
            id={`${own}-sheet`}
            value={found.sheet}
            options={found.sheets!.map((value) => ({ value, label: value }))}
            onChange={props.onSheet}
          />
        </div>
      )}
      <table className="gx-import-columns">
        <thead>
          <tr>
            <th scope="col">{t('imports.heading')}</th>
            <th scope="col">{t('imports.sample')}</th>
            <th scope="col">{t('imports.field')}</th>
          </tr>
        </thead>
        <tbody>
          {found.columns.map(({ heading, sample, from }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file stay in their order
            <tr key={index}>
              <th scope="row">{heading || '—'}</th>
              <td className="gx-soft">{sample ?? '—'}</td>
              <td>
                <Select
                  className="gx-import-field"
                  aria-label={t('imports.fieldOf', { heading })}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={mapping.fields[index] ?? ''}
                  options={options}
                  onChange={(value: string) =>
                    onChange({ ...mapping, fields: mapping.fields.with(index, value || null) })
                  }
                />
                {from && mapping.fields[index] && (
                  <span className="gx-import-from" data-from={from}>
                    {t(`imports.from.${from}`)}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {keys.length > 0 && (
        <div className="gx-import-choice">
          <label htmlFor={`${own}-key`}>{t('imports.key')}</label>
          <Select
            id={`${own}-key`}
            value={mapping.key ?? ''}
            options={[
              { value: '', label: t('imports.keyNone') },
              ...keys.map(({ name, labels }) => ({
                value: name,
                label: t('imports.keyOf', { field: label(labels) }),
              })),
            ]}
            onChange={(key: string) => onChange({ ...mapping, key: key || undefined })}
          />
        </div>
      )}
      {fault && <Alert type="warning" showIcon title={fault} />}
      <div className="gx-import-actions">
        <Button type="primary" disabled={fault !== undefined} loading={isBusy} onClick={props.onCheck}>
          {t('imports.check')}
        </Button>
      </div>
    </>
  );
}
