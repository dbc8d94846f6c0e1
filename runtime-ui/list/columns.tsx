import { ArrowDownOutlined, ArrowUpOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { type ListPatch, type ListState, listableFields } from './state.ts';

/** Which fields are columns, and in which order. */
export function ColumnChoice(props: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
}) {
  const { object, state, patch } = props;
  const { t, label } = useTexts();
  const shown = state.columns.map(({ field }) => field);
  const fields = listableFields(object);
  const ordered = [
    ...shown
      .map((name) => fields.find((field) => field.name === name))
      .filter((field) => field !== undefined),
    ...fields.filter(({ name }) => !shown.includes(name)),
  ];
  const toggle = (name: string) =>
    patch({ columns: shown.includes(name) ? shown.filter((each) => each !== name) : [...shown, name] });
  const move = (name: string, by: number) => {
    const next = shown.filter((each) => each !== name);
    next.splice(shown.indexOf(name) + by, 0, name);
    patch({ columns: next });
  };
  const content = (
    <ul className="gx-columns" aria-label={t('list.columns')}>
      {ordered.map((field) => {
        const place = shown.indexOf(field.name);
        const name = label(field.labels);
        return (
          <li key={field.name}>
            <Checkbox
              checked={place >= 0}
              disabled={place >= 0 && shown.length === 1}
              onChange={() => toggle(field.name)}
            >
              {name}
            </Checkbox>
            {place >= 0 && (
              <span>
                <button
                  type="button"
                  className="gx-icon-button"
                  disabled={place === 0}
                  aria-label={t('list.moveUp', { name })}
                  onClick={() => move(field.name, -1)}
                >
                  <ArrowUpOutlined />
                </button>
                <button
                  type="button"
                  className="gx-icon-button"
                  disabled={place === shown.length - 1}
                  aria-label={t('list.moveDown', { name })}
                  onClick={() => move(field.name, 1)}
                >
                  <ArrowDownOutlined />
                </button>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
  return (
    <Popover trigger="click" placement="bottomLeft" content={content}>
      <Button icon={<SettingOutlined />} aria-haspopup="true">
        {t('list.columns')}
      </Button>
    </Popover>
  );
}
