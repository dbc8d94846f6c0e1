import { BulbOutlined, FormatPainterOutlined, FunctionOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { parseExpression } from '../../engine/expression/parse.ts';
import { useTexts } from '../i18n/index.ts';
import { checkHere, type ExpressionFault, repaired } from './check-here.ts';
import { type Offer, offersAt } from './completions.ts';
import Editor, { type EditorHandle } from './editor.tsx';
import type { ExpressionInputProps } from './expression-input.tsx';
import { inWords } from './in-words.ts';
import { Palette, plain } from './palette.tsx';
import { formatExpression } from './print.ts';
import { kindWanted, useScope, useTried } from './queries.ts';
import { useKnown } from './use-known.ts';
import { Values } from './values.tsx';

/** What is wrong as far as it can be told here: at once, and by the server where only that knows all names. */
function useFaults(source: string, props: ExpressionInputProps) {
  const { label } = useTexts();
  const { scope: place } = props;
  const { scope, isWhole } = useScope(place);
  const [records, setRecords] = useState<'latest' | readonly string[]>('latest');
  const { tried, isOfThis } = useTried(source, place, records);
  const here = useMemo(
    () =>
      scope && source.trim() !== ''
        ? checkHere(source, scope, kindWanted(place), (message) => label(message))
        : undefined,
    [scope, source, place, label],
  );
  const isAnswered = isOfThis && tried !== undefined;
  const said = isAnswered && (!isWhole || (here?.faults.length ?? 0) > 0) ? tried : undefined;
  const faults: readonly ExpressionFault[] = said
    ? said.problems
    : isWhole || !tried
      ? (here?.faults ?? NONE)
      : NONE;
  const type = said ? said.type : (here?.type ?? null);
  return { scope, faults, type, tried, isAnswered, records, setRecords };
}

const NONE: readonly ExpressionFault[] = [];

/** The editor of an expression with everything around it. */
export default function ExpressionBox(props: ExpressionInputProps & { readonly id: string }) {
  const { id, label: title, value, scope: place, isInvalid, placeholder, onChange } = props;
  const { t, label } = useTexts();
  const editor = useRef<EditorHandle>(null);
  const { scope, faults, type, tried, isAnswered, records, setRecords } = useFaults(value, props);
  const known = useKnown(scope, place.scope);
  const [isOpen, setOpen] = useState(false);
  const isWrong = isInvalid === true || faults.length > 0;
  const phrases = useMemo(() => ({ Completions: t('expressions.completions') }), [t]);
  const words = useMemo(
    () => (scope && type !== null && value.trim() !== '' ? inWords(value, scope, label) : ''),
    [scope, type, value, label],
  );
  const parsed = useMemo(() => parseExpression(value), [value]);
  const formatted = parsed.ok && !value.includes('//') ? formatExpression(parsed.syntax) : value;
  const detailOf = ({ kind, name, gives, label: shown }: Offer): string => {
    const what = gives ? kindText(gives) : '';
    return [name === shown || kind === 'function' ? '' : name, what].filter(Boolean).join(' · ');
  };
  const kindText = (kind: string): string => {
    const key = `expressions.shortKinds.${kind}` as Parameters<typeof t>[0];
    const text = t(key);
    return text === key ? '' : text;
  };
  const docsOf = ({ entry }: Offer) =>
    entry && `${plain(label(entry.docs))} ${t('expressions.example', { example: entry.example })}`;
  const meant = (fault: ExpressionFault) => {
    if (fault.suggestion === undefined || !scope) return undefined;
    const next = repaired(value, fault);
    const left = checkHere(next, scope, kindWanted(place), (message) => label(message)).faults;
    return left.length < faults.length || left[0]?.position !== fault.position ? next : undefined;
  };
  return (
    <div className="gd-expression">
      <div className="gd-expression-frame" data-invalid={isWrong || undefined}>
        <Editor
          id={id}
          label={title}
          describedBy={`${id}-checked ${id}__error ${id}__help`}
          placeholder={placeholder}
          value={value}
          isInvalid={isWrong}
          faults={faults}
          offers={(source, at, isAsked) => known && offersAt(known, source, at, isAsked)}
          detailOf={detailOf}
          docsOf={docsOf}
          onChange={onChange}
          phrases={phrases}
          handle={editor}
        />
        <div className="gd-expression-tools">
          <Button
            type="text"
            size="small"
            icon={<FunctionOutlined aria-hidden="true" />}
            aria-expanded={isOpen}
            aria-controls={`${id}-palette`}
            onClick={() => setOpen(!isOpen)}
          >
            {t('expressions.palette')}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<FormatPainterOutlined aria-hidden="true" />}
            disabled={formatted === value}
            onClick={() => editor.current?.replace(formatted)}
          >
            {t('expressions.format')}
          </Button>
        </div>
      </div>
      <div id={`${id}-checked`} className="gd-checked" role="status">
        {faults.map((fault) => {
          const next = meant(fault);
          return (
            <div key={`${fault.position} ${fault.message}`} className="gd-checked-fault">
              {t('expressions.at', { place: fault.position + 1, message: fault.message })}
              {next !== undefined && (
                <Button
                  type="link"
                  size="small"
                  icon={<BulbOutlined aria-hidden="true" />}
                  onClick={() => editor.current?.replace(next)}
                >
                  {t('expressions.use', { suggestion: fault.suggestion! })}
                </Button>
              )}
              {next === undefined && fault.suggestion !== undefined && (
                <>
                  {' → '}
                  <code>{fault.suggestion}</code>
                </>
              )}
            </div>
          );
        })}
        {type &&
          type !== 'null' &&
          t('expressions.gives', { kind: t(`expressions.kinds.${type}` as 'expressions.kinds.bool') })}
        {words !== '' && words !== value && (
          <span className="gd-in-words">{t('expressions.reads', { words })}</span>
        )}
      </div>
      {isOpen && known && (
        <Palette
          id={`${id}-palette`}
          known={known}
          onInsert={(text) => editor.current?.insert(text)}
          onClose={() => {
            setOpen(false);
            editor.current?.focus();
          }}
        />
      )}
      {type !== null && tried?.type !== null && value.trim() !== '' && (
        <Values
          object={place.object}
          tried={tried}
          kind={type}
          isCurrent={isAnswered}
          records={records}
          onRecords={setRecords}
        />
      )}
    </div>
  );
}
