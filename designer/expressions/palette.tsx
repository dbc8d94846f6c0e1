import { CaretDownOutlined, CaretRightOutlined, CloseOutlined } from '@ant-design/icons';
import { Input, Segmented } from 'antd';
import { useState } from 'react';
import type { FunctionEntry } from '../../engine/expression/functions/catalogue.ts';
import type { ScopeMember, ScopeRecord } from '../../engine/expression/scope.ts';
import { type TextKey, useTexts } from '../i18n/index.ts';
import type { Known } from './completions.ts';
import { membersOf } from './names-at.ts';

const HOPS = 3;
const OPERATORS: ReadonlySet<string> = new Set(['infix', 'prefix', 'ternary', 'index']);

const isLike = (sought: string, ...texts: readonly string[]): boolean =>
  texts.some((text) => text.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase()));

/** Docs without the marks of code in them. */
export const plain = (docs: string): string => docs.replaceAll('`', '');

/** What is put in for a function: its name, with the cursor where its first value goes. */
function inserted({ name, form, takes }: FunctionEntry): string {
  if (form === 'infix') return ` ${name} |`;
  if (form === 'prefix') return `${name}|`;
  if (form === 'index') return '[|]';
  if (form === 'ternary') return '| ? null : null';
  if (form === 'many') return `.${name}(x, ${takes[1] === 'bool' ? '' : 'x.'}|)`;
  return takes.length === 0 ? `${name}()|` : `${name}(|)`;
}

/** Everything that can be put into an expression: what it may name, and the functions with their examples. */
export function Palette(props: {
  id: string;
  known: Known;
  onInsert: (text: string) => void;
  onClose: () => void;
}) {
  const { id, known, onInsert, onClose } = props;
  const { t } = useTexts();
  const [shown, show] = useState<'fields' | 'functions'>('fields');
  const [sought, seek] = useState('');
  return (
    <section
      id={id}
      className="gd-expression-palette"
      aria-label={t('expressions.palette')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="gd-expression-palette-head">
        <Segmented
          size="small"
          value={shown}
          aria-label={t('expressions.palette')}
          options={[
            { value: 'fields', label: t('expressions.fields') },
            { value: 'functions', label: t('expressions.functions') },
          ]}
          onChange={(next) => show(next as typeof shown)}
        />
        <Input
          size="small"
          allowClear
          aria-label={t('expressions.search')}
          placeholder={t('expressions.search')}
          value={sought}
          onChange={(event) => seek(event.target.value)}
        />
        <button
          type="button"
          className="gx-icon-button"
          aria-label={t('expressions.closePalette')}
          onClick={onClose}
        >
          <CloseOutlined />
        </button>
      </div>
      <div className="gd-expression-palette-list">
        {shown === 'fields' ? (
          <Fields known={known} sought={sought} onInsert={onInsert} />
        ) : (
          <Functions known={known} sought={sought} onInsert={onInsert} />
        )}
      </div>
    </section>
  );
}

type Insert = { readonly known: Known; readonly sought: string; readonly onInsert: (text: string) => void };

function Fields({ known, sought, onInsert }: Insert) {
  const { scope } = known;
  return (
    <>
      <FieldList {...{ known, sought, onInsert }} record={scope.record} path={[]} />
      {[...scope.variables].map(([name, record]) => (
        <FieldList key={name} {...{ known, sought, onInsert }} record={record} path={[name]} title={name} />
      ))}
    </>
  );
}

function FieldList(props: Insert & { record: ScopeRecord; path: readonly string[]; title?: string }) {
  const { known, sought, record, path, title } = props;
  const members = membersOf(record).filter(
    (member) => sought.trim() === '' || isLike(sought, member.name, ...Object.values(member.labels ?? {})),
  );
  if (members.length === 0) return null;
  return (
    <>
      {title && (
        <h4>
          <code>{title}</code>
        </h4>
      )}
      <ul className="gd-names">
        {members.map((member) => (
          <FieldItem key={member.name} {...props} known={known} member={member} path={path} />
        ))}
      </ul>
    </>
  );
}

function FieldItem(props: Insert & { member: ScopeMember; path: readonly string[] }) {
  const { known, member, path, onInsert } = props;
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const own = [...path, member.name];
  const label = known.label(member.labels) || member.name;
  const hops = path.length - (known.scope.variables.has(path[0] ?? '') ? 1 : 0);
  const canOpen = member.record !== undefined && member.kind !== 'records' && hops < HOPS;
  return (
    <li>
      <div className="gd-name">
        {canOpen ? (
          <button
            type="button"
            className="gx-icon-button"
            aria-expanded={isOpen}
            aria-label={t('expressions.behind', { field: label })}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <CaretDownOutlined /> : <CaretRightOutlined />}
          </button>
        ) : (
          <span className="gd-name-space" />
        )}
        <button type="button" className="gd-name-insert" onClick={() => onInsert(`${own.join('.')}|`)}>
          <span>{label}</span>
          <code>{own.join('.')}</code>
          <small>{t(`expressions.shortKinds.${member.kind}` as TextKey)}</small>
        </button>
      </div>
      {isOpen && <FieldList {...props} sought="" record={member.record!()} path={own} />}
    </li>
  );
}

function Functions({ known, sought, onInsert }: Insert) {
  const { t } = useTexts();
  const found = known.functions.filter(
    ({ name, signature, docs }) =>
      sought.trim() === '' || isLike(sought, name, signature, ...Object.values(docs)),
  );
  const groups = [...Map.groupBy(found, ({ group }) => group)];
  if (groups.length === 0) return <p className="gx-soft">{t('expressions.nothing')}</p>;
  return groups.map(([group, entries]) => (
    <section key={group}>
      <h4>{t(`expressions.groups.${group}` as TextKey)}</h4>
      <ul className="gd-names">
        {entries.map((entry) => (
          <li key={`${entry.form} ${entry.signature}`}>
            <button type="button" className="gd-name-insert" onClick={() => onInsert(inserted(entry))}>
              <code>{OPERATORS.has(entry.form) ? entry.name : entry.signature}</code>
              <span>{plain(known.label(entry.docs))}</span>
              <code className="gx-soft">{entry.example}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}
