import { CheckCircleFilled, ExportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { workspacePath } from '../../runtime-ui/api/request.ts';
import { State } from '../../runtime-ui/shell/states.tsx';
import { fetchPublish } from '../api/metadata.ts';
import { objectDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { LinkButton } from '../shell/link-button.tsx';
import type { Published } from './use-publish.ts';

const ASK_EVERY = 500;
/** Doors to the end users' side that fit beside each other. */
const DOORS = 3;

/** What came of a publish: how long it took, what still runs, and the way to see it as an end user. */
export function PublishResult(props: Published & { onContinue: () => void }) {
  const { version, publish, milliseconds, objects, onContinue } = props;
  const { t, label, language } = useTexts();
  const { published } = useDraft();
  const progress = useQuery({
    queryKey: ['metadata', 'publish', publish],
    queryFn: ({ signal }) => fetchPublish(publish!, signal),
    enabled: publish !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === 'running' || !state.data ? ASK_EVERY : false),
  });
  const seconds = (milliseconds / 1000).toLocaleString(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const steps = progress.data?.steps ?? [];
  const shown = objects.flatMap((name) => {
    const document = objectDocument(published, name);
    return document && !factsOf(document).isArchived ? [document] : [];
  });
  return (
    <div role="status" className="gd-page">
      <State
        icon={<CheckCircleFilled className="gd-done" />}
        title={t('changes.done', { seconds })}
        note={t('changes.doneNote', { version })}
        actions={
          <>
            {shown.slice(0, DOORS).map((document, place) => (
              <Button
                key={document.key}
                type={place === 0 ? 'primary' : 'default'}
                icon={<ExportOutlined aria-hidden="true" />}
                href={`${workspacePath}/o/${document.key}`}
                target="_blank"
                rel="noopener"
              >
                {shown.length > 1
                  ? `${t('designer.openAsUser')} · ${label(factsOf(document).labels)}`
                  : t('designer.openAsUser')}
              </Button>
            ))}
            <LinkButton
              to={shown[0] ? `/objects/${shown[0].key}/fields` : '/objects'}
              onClickCapture={onContinue}
            >
              {t('changes.continue')}
            </LinkButton>
          </>
        }
      />
      {steps.length > 0 && (
        <ul className="gd-steps" aria-label={t('changes.doneSteps')}>
          {steps.map((step) => (
            <li key={step.id}>
              <span>{label(step.labels) || step.kind}</span>
              <Progress
                percent={percentOf(step)}
                status={step.state === 'failed' ? 'exception' : undefined}
                aria-label={label(step.labels) || step.kind}
              />
              {step.error && <span className="gx-field-error">{step.error}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const percentOf = (step: { state: string; rowsDone: number; rowsTotal: number | null }): number =>
  step.state === 'done' ? 100 : Math.floor((100 * step.rowsDone) / Math.max(step.rowsTotal ?? 1, 1));
