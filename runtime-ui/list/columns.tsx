import { ArrowDownOutlined, ArrowUpOutlined, RightOutlined, SettingOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Popover, Spin } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Column, ownColumn } from '../api/columns.ts';
import { objectQuery } from '../api/queries.ts';
import type { FieldMeta, ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { type ListPatch, type ListState, listableFields } from './state.ts';

interface Choosing {
  readonly shown: readonly string[];
  readonly toggle: (path: string) => void;
}

/** Which fields are columns, and in which order; also parts of values, and fields of what relations lead to. */
export function ColumnChoice(props: {
  object: ObjectMeta;
  state: ListState;
  patch: (patch: ListPatch) => void;
}) {
  const { object, state, patch } = props;
  const { t, label } = useTexts();
  const shown = state.shown.map(({ path }) => path);
  const fields = listableFields(object);
  const others = fields.filter(({ name }) => !shown.includes(name)).map((field) => ownColumn(object, field));
  const toggle = (path: string) =>
    patch({ columns: shown.includes(path) ? shown.filter((each) => each !== path) : [...shown, path] });
  const move = (path: string, by: number) => {
    const next = shown.filter((each) => each !== path);
    next.splice(shown.indexOf(path) + by, 0, path);
    patch({ columns: next });
  };
  const content = (
    <ul className="gx-columns" aria-label={t('list.columns')}>
      {[...state.shown, ...others].map((column) => {
        const place = shown.indexOf(column.path);
        const name = label(column.labels);
        const arrows = place >= 0 && (
          <span>
            <button
              type="button"
              className="gx-icon-button"
              disabled={place === 0}
              aria-label={t('list.moveUp', { name })}
              onClick={() => move(column.path, -1)}
            >
              <ArrowUpOutlined />
            </button>
            <button
              type="button"
              className="gx-icon-button"
              disabled={place === shown.length - 1}
              aria-label={t('list.moveDown', { name })}
              onClick={() => move(column.path, 1)}
            >
              <ArrowDownOutlined />
            </button>
          </span>
        );
        return <Choice key={column.path} column={column} tools={arrows} {...{ shown, toggle }} />;
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

/** A column to tick; a field of the list itself opens for what a dot behind it leads to. */
function Choice(props: Choosing & { column: Column; tools: ReactNode }) {
  const { column, tools, shown, toggle } = props;
  const { field, path } = column;
  const { t, label } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const isChosen = shown.includes(path);
  const opens = path === field.name && (field.parts !== undefined || field.target !== undefined);
  const name = label(column.labels);
  return (
    <li>
      <div className="gx-columns-row">
        <Checkbox checked={isChosen} disabled={isChosen && shown.length === 1} onChange={() => toggle(path)}>
          {name}
        </Checkbox>
        <span className="gx-columns-tools">
          {tools}
          {opens && (
            <button
              type="button"
              className="gx-icon-button"
              aria-expanded={isOpen}
              aria-label={t('list.columnsOf', { name })}
              title={t('list.columnsOf', { name })}
              onClick={() => setOpen(!isOpen)}
            >
              <RightOutlined rotate={isOpen ? 90 : 0} />
            </button>
          )}
        </span>
      </div>
      {isOpen && <Inside field={field} name={name} shown={shown} toggle={toggle} />}
    </li>
  );
}

const isShort = ({ long, lines, kind }: FieldMeta): boolean => !long && !lines && kind !== 'null';

/** The parts of a value, or the fields of what a relation leads to. */
function Inside({ field, name, shown, toggle }: Choosing & { field: FieldMeta; name: string }) {
  const { label } = useTexts();
  const target = useQuery({ ...objectQuery(field.target ?? ''), enabled: field.target !== undefined });
  const inside = field.parts ?? (target.data && listableFields(target.data).filter(isShort));
  if (!inside) return target.isLoading ? <Spin size="small" /> : null;
  return (
    <ul className="gx-columns-inside" aria-label={name}>
      {inside.map((one) => {
        const path = `${field.name}.${one.name}`;
        const isChosen = shown.includes(path);
        return (
          <li key={path}>
            <Checkbox
              checked={isChosen}
              disabled={isChosen && shown.length === 1}
              onChange={() => toggle(path)}
            >
              {label(one.labels)}
            </Checkbox>
          </li>
        );
      })}
    </ul>
  );
}
