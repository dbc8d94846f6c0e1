import { useQuery } from '@tanstack/react-query';
import { Steps } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { beginImport, type ImportPlan, type PreviewedFile, previewImport } from '../api/imports.ts';
import { objectQuery } from '../api/queries.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, NotFound, Refusal } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import { JobStep } from './job-step.tsx';
import { begun, type Mapping, planOf } from './mapping.ts';
import '../i18n/imports.ts';
import './imports.css';

/** `/o/:object/import`: records come in by a file, tried before anything is written. */
export function Component() {
  const { object: name = '' } = useParams();
  const object = useQuery(objectQuery(name));
  if (object.error) return <Refusal error={object.error} onRetry={() => void object.refetch()} />;
  if (!object.data) return <Loading />;
  return object.data.can.import ? <Wizard key={name} object={object.data} /> : <NotFound />;
}

/** How far somebody is. */
type At =
  | { readonly step: 'file' }
  | {
      readonly step: 'columns';
      readonly file: File;
      readonly found: PreviewedFile;
      readonly mapping: Mapping;
    }
  | {
      readonly step: 'try' | 'done';
      readonly file: File;
      readonly found: PreviewedFile;
      readonly mapping: Mapping;
      readonly job: string;
    };

const STEPS = ['file', 'columns', 'try', 'done'] as const;

function Wizard({ object }: { object: ObjectMeta }) {
  const { t, label } = useTexts();
  const sayFailure = useSayFailure();
  const [at, setAt] = useState<At>({ step: 'file' });
  const [isBusy, setBusy] = useState(false);
  const title = t('imports.title', { object: label(object.plural) });
  useDocumentTitle(title);
  const attempt = async (deed: () => Promise<void>) => {
    setBusy(true);
    try {
      await deed();
    } catch (error) {
      sayFailure(error);
    }
    setBusy(false);
  };
  const look = (file: File, sheet?: string) =>
    attempt(async () => {
      const found = await previewImport(file, { object: object.name, sheet });
      setAt({ step: 'columns', file, found, mapping: begun(found) });
    });
  const send = (dryRun: boolean) =>
    attempt(async () => {
      if (at.step === 'file') return;
      const plan: ImportPlan = { ...planOf(object, at.found, at.mapping), dryRun };
      const { id } = await beginImport(at.file, plan);
      setAt({ ...at, step: dryRun ? 'try' : 'done', job: id });
    });
  const again = () => setAt({ step: 'file' });
  return (
    <div className="gx-import">
      <h1>{title}</h1>
      <Steps
        size="small"
        responsive={false}
        titlePlacement="vertical"
        current={STEPS.indexOf(at.step)}
        items={STEPS.map((step) => ({ title: t(`imports.steps.${step}`) }))}
      />
      {at.step === 'file' && <FileStep isBusy={isBusy} onFile={(file) => void look(file)} />}
      {at.step === 'columns' && (
        <ColumnsStep
          object={object}
          file={at.file}
          found={at.found}
          mapping={at.mapping}
          isBusy={isBusy}
          onChange={(mapping) => setAt({ ...at, mapping })}
          onSheet={(sheet) => void look(at.file, sheet)}
          onCheck={() => void send(true)}
          onOther={again}
        />
      )}
      {(at.step === 'try' || at.step === 'done') && (
        <JobStep
          key={at.job}
          object={object}
          id={at.job}
          name={at.file.name}
          isTry={at.step === 'try'}
          isBusy={isBusy}
          onBack={() => setAt({ step: 'columns', file: at.file, found: at.found, mapping: at.mapping })}
          onImport={() => void send(false)}
          onAgain={again}
        />
      )}
    </div>
  );
}
