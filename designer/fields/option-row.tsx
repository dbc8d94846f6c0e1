import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  FolderOutlined,
  HolderOutlined,
  RollbackOutlined,
} from '@ant-design/icons';
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import type { OptionBody } from '../draft/object.ts';
import { useTexts } from '../i18n/index.ts';
import { useLabelLanguages } from '../shell/labels-input.tsx';
import { ColorChoice } from './color-choice.tsx';

/** One option: its colour, its label in each language, its place. */
export function OptionRow(props: {
  option: OptionBody;
  place: number;
  count: number;
  isKept: boolean;
  onChange: (option: OptionBody) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}) {
  const { option, place, count, isKept, onChange, onMove, onRemove } = props;
  const { t, label } = useTexts();
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: option.value,
  });
  const languages = useLabelLanguages();
  const name = label(option.labels) || option.value;
  const relabel = (language: string, text: string) => {
    const { [language]: _, ...others } = option.labels;
    onChange({ ...option, labels: text === '' ? others : { ...option.labels, [language]: text } });
  };
  const setArchived = (isArchived: boolean) => {
    const { archived: _, ...rest } = option;
    onChange(isArchived ? { ...rest, archived: true } : rest);
  };
  const button = (text: string, icon: ReactNode, act: () => void, isDisabled = false) => (
    <button
      type="button"
      className="gx-icon-button"
      aria-label={text}
      title={text}
      disabled={isDisabled}
      onClick={act}
    >
      {icon}
    </button>
  );
  return (
    <li
      ref={setNodeRef}
      className={`gd-option${isDragging ? ' gd-dragging' : ''}${option.archived ? ' gd-archived' : ''}`}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <button
        type="button"
        className="gx-icon-button gd-handle"
        {...attributes}
        {...listeners}
        aria-label={t('options.drag', { option: name })}
      >
        <HolderOutlined />
      </button>
      <ColorChoice option={name} value={option.color} onChange={(color) => onChange({ ...option, color })} />
      <div className="gd-option-labels">
        {languages.map((language) => (
          <Input
            key={language}
            size="small"
            lang={language}
            maxLength={200}
            aria-label={t('options.labelIn', {
              option: name,
              language: t(`designer.language.${language}`),
            })}
            placeholder={t(`designer.language.${language}`)}
            value={option.labels[language] ?? ''}
            onChange={(event) => relabel(language, event.target.value)}
          />
        ))}
        <div className="gx-soft gd-option-value">
          {t('options.value')}: <code>{option.value}</code>
          {option.archived && ` · ${t('options.archived')}`}
        </div>
      </div>
      <div className="gd-option-actions">
        {button(t('options.up', { option: name }), <ArrowUpOutlined />, () => onMove(place - 1), place === 0)}
        {button(
          t('options.down', { option: name }),
          <ArrowDownOutlined />,
          () => onMove(place + 1),
          place === count - 1,
        )}
        {!isKept
          ? button(t('options.remove', { option: name }), <DeleteOutlined />, onRemove)
          : option.archived
            ? button(t('options.restore', { option: name }), <RollbackOutlined aria-hidden="true" />, () =>
                setArchived(false),
              )
            : button(t('options.archive', { option: name }), <FolderOutlined />, () => setArchived(true))}
      </div>
    </li>
  );
}
