import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps, Tag } from 'antd';
import type { FieldTypeInfo } from '../api/types.ts';
import { type Edit, type MetaDocument, objectDocument, under } from '../draft/documents.ts';
import { archiveField, moveField } from '../draft/field.ts';
import type { StepName } from '../draft/history.ts';
import { type Field, factsOf, fieldsOf, isEngineField } from '../draft/object.ts';
import { hasColumn, placesOf } from '../draft/places.ts';
import { removeField } from '../draft/remove-field.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { DraftMark } from '../shell/draft-mark.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { TypeIcon } from './type-icon.tsx';

/** The fields of an object, one row each. */
export function FieldTable(props: {
  object: MetaDocument;
  fields: readonly Field[];
  types: readonly FieldTypeInfo[];
  isMovable: boolean;
  onEdit: (name: string) => void;
}) {
  const { object, fields, types, isMovable, onEdit } = props;
  const { t } = useTexts();
  return (
    <table className="gd-table gd-fields">
      <thead>
        <tr>
          <th scope="col">{t('fields.field')}</th>
          <th scope="col">{t('objects.apiName')}</th>
          <th scope="col">{t('fields.type')}</th>
          <th scope="col">{t('fields.rules')}</th>
          <th scope="col">{t('fields.where')}</th>
          <th scope="col">
            <span className="gx-hidden">{t('common.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow
            key={field.property['x-field'].id ?? field.name}
            object={object}
            field={field}
            type={types.find(({ name }) => name === field.type)}
            isMovable={isMovable}
            onEdit={() => onEdit(field.name)}
          />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow(props: {
  object: MetaDocument;
  field: Field;
  type: FieldTypeInfo | undefined;
  isMovable: boolean;
  onEdit: () => void;
}) {
  const { object, field, type, isMovable, onEdit } = props;
  const { t, label, language } = useTexts();
  const { name, labels, property, isRequired, isArchived } = field;
  const other = Object.entries(labels).find(([at, text]) => at !== language && text !== label(labels))?.[1];
  return (
    <tr className={isArchived ? 'gd-archived' : undefined}>
      <th scope="row">
        <button type="button" className="gd-row-link" onClick={onEdit}>
          {label(labels) || name}
        </button>
        {other && <span className="gx-soft gd-other">{other}</span>}
        <Mark object={object} field={field} />
      </th>
      <td>
        <code>{name}</code>
      </td>
      <td>
        <span className="gd-type-cell">
          <TypeIcon name={type?.icon} />
          {type ? label(type.labels) : field.type}
        </span>
      </td>
      <td>
        <span className="gd-rules">
          {isRequired && <Tag>{t('fields.required')}</Tag>}
          {property['x-field'].unique && <Tag>{t('fields.unique')}</Tag>}
          {factsOf(object).titleField === name && <Tag>{t('fields.titleFieldMark')}</Tag>}
          {isArchived && <Tag>{t('objects.archived')}</Tag>}
        </span>
      </td>
      <td>
        <Places object={object} field={name} />
      </td>
      <td className="gd-actions">
        <RowMenu object={object} field={field} isMovable={isMovable} onEdit={onEdit} />
      </td>
    </tr>
  );
}

/** The same field as it is published, whatever it is called there. */
function usePublished(object: MetaDocument, field: Field): Field | undefined {
  const { published } = useDraft();
  const before = objectDocument(published, object.key);
  const { id } = field.property['x-field'];
  return (
    before &&
    fieldsOf(before).find((one) => (id ? one.property['x-field'].id === id : one.name === field.name))
  );
}

function Mark({ object, field }: { object: MetaDocument; field: Field }) {
  const before = usePublished(object, field);
  if (!before) return <DraftMark isNew />;
  return JSON.stringify(before) === JSON.stringify(field) ? null : <DraftMark />;
}

/** The sections and lists that show a field; a field on no form is said to be so. */
function Places({ object, field }: { object: MetaDocument; field: string }) {
  const { t, label } = useTexts();
  const { documents } = useDraft();
  const layouts = under(documents, 'layout', object.key);
  const count = under(documents, 'view', object.key).filter((view) => hasColumn(view, field)).length;
  const sections = [...new Set(placesOf(layouts, field).map(label))];
  return (
    <span className="gd-places">
      {layouts.length > 0 &&
        (sections.length > 0 ? (
          <span>{sections.join(', ')}</span>
        ) : (
          <span className="gd-warning">{t('fields.noForm')}</span>
        ))}
      {count > 0 && <span className="gx-soft">{t('fields.lists', { count })}</span>}
    </span>
  );
}

function RowMenu(props: { object: MetaDocument; field: Field; isMovable: boolean; onEdit: () => void }) {
  const { object, field, isMovable, onEdit } = props;
  const { t, label } = useTexts();
  const { commit } = useDraft();
  const { message } = App.useApp();
  const before = usePublished(object, field);
  const { name, isArchived } = field;
  const called = label(field.labels) || name;
  const run = (text: StepName['text'], edit: Edit, done?: string) =>
    commit(edit, { text, name: label(field.labels) ? field.labels : name }).then(
      () => void (done && message.success(done)),
      (error: unknown) => void message.error(messagesOf(error, t).join(' ')),
    );
  const move = (by: -1 | 1) => void run('steps.moveField', (now) => moveField(now, object.key, name, by));
  const acts: Readonly<Record<string, () => void>> = {
    edit: onEdit,
    up: () => move(-1),
    down: () => move(1),
    archive: () =>
      void run(
        'steps.archiveField',
        (now) => archiveField(now, object.key, name, true),
        t('fields.archivedToast', { field: called }),
      ),
    restore: () => void run('steps.restoreField', (now) => archiveField(now, object.key, name, false)),
    remove: () => void run('steps.removeField', (now) => removeField(now, object.key, name)),
  };
  const isTitle = factsOf(object).titleField === name;
  const isKept = isEngineField(object, field.property);
  const items: MenuProps['items'] = [
    { key: 'edit', label: t('fields.edit') },
    ...(isMovable
      ? [
          { key: 'up', label: t('fields.moveUp') },
          { key: 'down', label: t('fields.moveDown') },
        ]
      : []),
    { type: 'divider' },
    !before
      ? { key: 'remove', label: t('fields.remove'), danger: true, disabled: isTitle }
      : isArchived
        ? { key: 'restore', label: t('fields.restore') }
        : { key: 'archive', label: t('fields.archive'), danger: true, disabled: isTitle || isKept },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => acts[key]?.() }}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden="true" />}
        aria-label={t('fields.menu', { field: called })}
      />
    </Dropdown>
  );
}
