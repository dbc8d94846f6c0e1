import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Segmented, Select } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { listQuery } from '../../runtime-ui/api/queries.ts';
import { workspacePath } from '../../runtime-ui/api/request.ts';
import { RecordSelect } from '../../runtime-ui/values/record-select.tsx';
import { type MetaDocument, objectDocument, ofKind } from '../draft/documents.ts';
import { factsOf, isPortalHome } from '../draft/object.ts';
import { canRead } from '../draft/rights.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';

/** Widths of screens in CSS pixels. */
const WIDTHS = { desktop: 1280, tablet: 820, phone: 360 } as const;
type Screen = keyof typeof WIDTHS;

/**
 * The page of a record as the draft would have it, at the width of a screen: the runtime itself, in a frame
 * that follows the draft. A screen that is wider than the pane is made smaller as a whole.
 */
export default function Preview({ layout }: { layout: MetaDocument }) {
  const { t, label } = useTexts();
  const { documents, published } = useDraft();
  const id = useId();
  const [screen, setScreen] = useState<Screen>('phone');
  const [page, setPage] = useState<'record' | 'form'>('record');
  const [role, setRole] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const name = layout.body.object as string;
  const before = objectDocument(published, name);
  const title = before && (factsOf(before).titleField ?? 'id');
  const latest = useQuery({
    ...listQuery(name, { fields: 'id', limit: 1, sort: '-updated_at' }),
    enabled: before !== undefined,
  });
  const record = chosen ?? latest.data?.records[0]?.id;
  const shown = record === undefined ? 'form' : page;
  const query = new URLSearchParams({ draft: 'own', layout: layout.body.name, ...(role && { role }) });
  const source = `${workspacePath}/o/${name}/${shown === 'form' ? 'new' : record}?${query}`;
  const roles = ofKind(documents, 'role').filter((one) => canRead(one, name));
  const isPortal = roles.some(({ key, body }) => key === role && body.portal === true);
  const isHomeless = isPortal && !ofKind(documents, 'object').some(isPortalHome);
  return (
    <section className="gd-preview" aria-label={t('layout.preview')}>
      <div className="gd-preview-tools">
        <Segmented
          aria-label={t('layout.screen')}
          name={`${id}-screen`}
          value={screen}
          options={(Object.keys(WIDTHS) as Screen[]).map((value) => ({
            value,
            label: t(`layout.screens.${value}`),
          }))}
          onChange={setScreen}
        />
        <Segmented
          aria-label={t('layout.shown')}
          name={`${id}-page`}
          value={shown}
          options={[
            { value: 'record', label: t('layout.recordPage'), disabled: record === undefined },
            { value: 'form', label: t('layout.form') },
          ]}
          onChange={setPage}
        />
        {title !== undefined && shown === 'record' && (
          <div className="gd-preview-choice">
            <label htmlFor={`${id}-record`}>{t('layout.record')}</label>
            <RecordSelect
              id={`${id}-record`}
              object={name}
              title={title}
              value={record === undefined ? [] : [record]}
              onChange={([next]) => setChosen(next)}
            />
          </div>
        )}
        <div className="gd-preview-choice">
          <label htmlFor={`${id}-role`}>{t('layout.as')}</label>
          <Select
            id={`${id}-role`}
            value={role ?? ''}
            options={[
              { value: '', label: t('layout.asMe') },
              ...roles.map((one) => ({ value: one.key, label: label(one.body.labels) || one.key })),
            ]}
            onChange={(next) => setRole(next === '' ? undefined : next)}
          />
        </div>
        <Button type="link" size="small" href={source} target="_blank" rel="noopener">
          {t('layout.openPreview')}
        </Button>
      </div>
      {before === undefined && <Alert type="info" title={t('layout.noRecordYet')} />}
      {isPortal && (
        <Alert
          type={isHomeless ? 'warning' : 'info'}
          title={t(isHomeless ? 'layout.portalNowhere' : 'layout.portalNote')}
        />
      )}
      {!isHomeless && (
        <Screenful width={WIDTHS[screen]} source={source} title={t(`layout.previewAt.${screen}`)} />
      )}
    </section>
  );
}

/** Height of what is shown, in CSS pixels of the page around it. */
const HEIGHT = 640;

function Screenful({ width, source, title }: { width: number; source: string; title: string }) {
  const pane = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(width);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    observer.observe(pane.current!);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(room / width, 1);
  return (
    <div ref={pane} className="gd-screen" style={{ height: HEIGHT }}>
      <iframe
        key={source}
        title={title}
        src={source}
        width={width}
        height={HEIGHT / scale}
        style={{ transform: `scale(${scale})` }}
      />
    </div>
  );
}
