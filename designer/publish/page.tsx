import { App, Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { Loading, State } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import type { Remedies } from '../api/metadata.ts';
import type { Change, Plan } from '../api/types.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { LinkButton } from '../shell/link-button.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { Confirmation } from './confirmation.tsx';
import { Effects } from './effects.tsx';
import { Findings, GroupSection } from './group-section.tsx';
import { findingsOf, groupChanges, isUnfinished, namesToConfirm, wholeRemedies } from './groups.ts';
import { Problems } from './problems.tsx';
import { PublishResult } from './result.tsx';
import { usePlan } from './use-plan.ts';
import { usePublish } from './use-publish.ts';

/** What publishing will do, in words, and doing it. */
export function Component() {
  const { t } = useTexts();
  const { published, commit } = useDraft();
  const { modal, message } = App.useApp();
  const [remedies, setRemedies] = useState<Remedies>({});
  const whole = useMemo(() => wholeRemedies(remedies), [remedies]);
  const { plan, isChanged, isOld, error, refetch } = usePlan(whole);
  // a value that cannot be filled in is told above the lines where another one is typed
  const last = useRef(plan);
  if (plan) last.current = plan;
  const shown = plan ?? (Object.keys(whole).length > 0 ? last.current : undefined);
  const publish = usePublish(refetch);
  useDocumentTitle(t('changes.title'), t('designer.title'));

  const discard = () =>
    modal.confirm({
      title: t('changes.revertAllAsk'),
      content: t('changes.revertAllNote'),
      okText: t('changes.revertAll'),
      okButtonProps: { danger: true },
      onOk: () =>
        commit(() => published, { text: 'steps.discard' }).catch((refusal: unknown) =>
          message.error(messagesOf(refusal, t).join(' ')),
        ),
    });

  if (publish.result) return <PublishResult {...publish.result} onContinue={publish.forget} />;
  if (!isChanged)
    return (
      <State
        title={t('changes.none')}
        note={t('changes.noneNote')}
        actions={<LinkButton to="/objects">{t('changes.toObjects')}</LinkButton>}
      />
    );
  return (
    <div className="gd-page">
      <header className="gd-header">
        <h1>{t('changes.title')}</h1>
        <Button type="text" danger disabled={publish.isBusy} onClick={() => void discard()}>
          {t('changes.revertAll')}
        </Button>
      </header>
      {error && <Problems error={error} />}
      {shown ? (
        <Review
          plan={shown}
          isOld={isOld || error !== null}
          remedies={remedies}
          onRemedies={setRemedies}
          publish={publish}
        />
      ) : (
        !error && (
          <div aria-live="polite">
            <Loading />
            <p className="gx-soft gd-center">{t('changes.planning')}</p>
          </div>
        )
      )}
    </div>
  );
}

function Review(props: {
  plan: Plan;
  isOld: boolean;
  remedies: Remedies;
  onRemedies: (remedies: Remedies) => void;
  publish: ReturnType<typeof usePublish>;
}) {
  const { plan, isOld, remedies, onRemedies, publish } = props;
  const { t } = useTexts();
  const { isSaving } = useDraft();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const names = namesToConfirm(plan.changes);
  const isConfirmed = names.every((name) => typed[name]?.trim() === name);
  const isBlocked = plan.findings.some(({ blocking }) => blocking);
  const objects = [...new Set(plan.changes.flatMap(({ object }) => object ?? []))];
  const choose = ({ id }: Change, remedy: Remedies[string] | undefined) => {
    const { [id]: _, ...others } = remedies;
    onRemedies(remedy ? { ...others, [id]: remedy } : others);
  };
  return (
    <>
      <p className="gx-soft gd-note">{t('changes.note')}</p>
      {publish.isStale && (
        <p className="gd-warning" role="status">
          {t('changes.changed')}
        </p>
      )}
      {publish.error !== undefined && <Problems error={publish.error} title={t('changes.failed')} />}
      <Findings findings={findingsOf(plan.findings)} />
      {groupChanges(plan.changes).map((group) => (
        <GroupSection
          key={group.object ?? ''}
          group={group}
          plan={plan}
          remedies={remedies}
          isBusy={publish.isBusy}
          onRemedy={choose}
        />
      ))}
      <Effects />
      <div className="gd-publish">
        <Confirmation names={names} typed={typed} onType={setTyped} />
        <div className="gd-publish-row">
          <span className="gx-soft">{t(`changes.riskNote.${plan.risk}`)}</span>
          <Button
            type="primary"
            size="large"
            danger={plan.risk === 'destructive'}
            loading={publish.isBusy}
            disabled={!isConfirmed || isBlocked || isOld || isSaving || isUnfinished(remedies)}
            onClick={() => void publish.start(plan, wholeRemedies(remedies), objects)}
          >
            {t(publish.isBusy ? 'changes.publishing' : 'changes.publish')}
          </Button>
        </div>
      </div>
    </>
  );
}
