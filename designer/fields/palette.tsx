import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { type ComponentType, type KeyboardEvent, type ReactNode, useState } from 'react';
import type { FieldTypeInfo } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { GROUPS, groupOf, isMeant } from './type-groups.ts';
import { TypeIcon } from './type-icon.tsx';

export interface TypeItemProps {
  readonly type: FieldTypeInfo;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** What a type is called and what it is for. */
export function TypeFace({ type }: { type: FieldTypeInfo }): ReactNode {
  const { label } = useTexts();
  return (
    <>
      <TypeIcon name={type.icon} />
      <span className="gd-type-name">{label(type.labels)}</span>
      <span className="gd-type-help">{label(type.help)}</span>
    </>
  );
}

function TypeButton({ type, isChosen, onChoose }: TypeItemProps) {
  return (
    <button type="button" className="gd-type" aria-pressed={isChosen} onClick={onChoose}>
      <TypeFace type={type} />
    </button>
  );
}

/** The field types to choose from, in groups, with a line of help each and a box that searches them. */
export function Palette(props: {
  types: readonly FieldTypeInfo[];
  value?: string;
  /** what stands for a type; a button, if nothing else is said */
  item?: ComponentType<TypeItemProps>;
  onChoose: (type: FieldTypeInfo) => void;
}) {
  const { types, value, item: Item = TypeButton, onChoose } = props;
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  const offered = types.filter((type) => type.offered !== false && isMeant(type, typed));
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || typed === '') return;
    event.preventDefault();
    const first = GROUPS.flatMap((group) => offered.filter((type) => groupOf(type) === group))[0];
    if (first) onChoose(first);
  };
  return (
    <section className="gd-palette" aria-label={t('field.chooseType')}>
      <Input
        prefix={<SearchOutlined aria-hidden="true" />}
        allowClear
        aria-label={t('field.searchTypes')}
        placeholder={t('field.searchTypes')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={enter}
      />
      <div role="status" className={offered.length === 0 ? 'gx-soft gd-note' : 'gx-hidden'}>
        {typed !== '' && t('field.typesFound', { count: offered.length })}
      </div>
      {GROUPS.map((group) => {
        const members = offered.filter((type) => groupOf(type) === group);
        if (members.length === 0) return null;
        return (
          <div key={group}>
            <h3>{t(`field.groups.${group}`)}</h3>
            <ul>
              {members.map((type) => (
                <li key={type.name}>
                  <Item type={type} isChosen={type.name === value} onChoose={() => onChoose(type)} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
