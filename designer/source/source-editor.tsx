import { Button } from 'antd';
import { useEffect, useId, useMemo, useRef } from 'react';
import type { MetaDocument } from '../draft/documents.ts';
import { addressOf } from '../draft/documents.ts';
import { useTexts } from '../i18n/index.ts';
import JsonEditor, { type JsonEditorHandle } from './json-editor.tsx';
import { useSource } from './use-source.ts';
import { useVocabulary } from './use-vocabulary.ts';
import '../expressions/expressions.css';
import './source.css';

/** A document as JSON beside what shows it otherwise, both live. */
export default function SourceEditor(props: {
  document: MetaDocument;
  /** what is chosen elsewhere: it is shown in the text */
  path?: string;
}) {
  const { document, path } = props;
  const { t } = useTexts();
  const id = useId();
  const editor = useRef<JsonEditorHandle>(null);
  const { text, faults, state, isSame, type, takeDraft } = useSource(document);
  const vocabulary = useVocabulary(document);
  const phrases = useMemo(() => ({ Completions: t('expressions.completions') }), [t]);
  useEffect(() => {
    if (path !== undefined) editor.current?.show(path);
  }, [path]);
  const name = addressOf(document);
  return (
    <section className="gd-source" aria-label={t('source.jsonOf', { name })}>
      <div className="gd-source-state">
        <span id={`${id}-state`} role="status" data-state={state}>
          {t(`source.states.${state === 'same' && !isSame ? 'checking' : state}`)}
        </span>
        {!isSame && (
          <Button size="small" onClick={takeDraft}>
            {t('source.takeDraft')}
          </Button>
        )}
      </div>
      <JsonEditor
        label={t('source.jsonOf', { name })}
        describedBy={`${id}-state ${id}-hint`}
        value={text}
        faults={faults}
        vocabulary={vocabulary}
        phrases={phrases}
        onChange={type}
        handle={editor}
      />
      <p id={`${id}-hint`} className="gx-soft gd-source-hint">
        {t('source.hint')}
      </p>
      {faults.length > 0 && state !== 'invalid' && (
        <ul className="gd-source-faults">
          {faults.map((fault) => (
            <li key={`${fault.path} ${fault.message}`} data-warning={fault.isWarning || undefined}>
              <button type="button" onClick={() => editor.current?.show(fault.path)}>
                <code>{fault.path.replace(/^[^#]*#?/, '') || '/'}</code> {fault.message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
