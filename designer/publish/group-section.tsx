import { RollbackOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { Link } from 'react-router';
import { Icon } from '../../runtime-ui/shell/icons.tsx';
import type { Remedies } from '../api/metadata.ts';
import type { Change, Finding, Plan } from '../api/types.ts';
import { objectDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { revertChange } from '../draft/revert.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { messagesOf } from '../shell/refusal.ts';
import { type ChangeGroup, findingsOf } from './groups.ts';
import { RemedyChoice } from './remedy-choice.tsx';

/** The changes of one object, one line each. */
export function GroupSection(props: {
  group: ChangeGroup;
  plan: Plan;
  remedies: Remedies;
  isBusy: boolean;
  onRemedy: (change: Change, remedy: Remedies[string] | undefined) => void;
}) {
  const { group, plan, remedies, isBusy, onRemedy } = props;
  const { t, label } = useTexts();
  const { documents, published } = useDraft();
  const document =
    group.object === undefined
      ? undefined
      : (objectDocument(documents, group.object) ?? objectDocument(published, group.object));
  const heading = document ? label(factsOf(document).labels) : (group.object ?? t('changes.otherDocuments'));
  return (
    <section className="gd-group">
      <h2>
        {document && <Icon name={factsOf(document).icon} />}
        {document ? <Link to={`/objects/${document.key}/fields`}>{heading}</Link> : heading}
      </h2>
      <ul className="gd-changes">
        {group.changes.map((change) => (
          <ChangeLine
            key={change.id}
            change={change}
            findings={findingsOf(plan.findings, change.id)}
            remedy={remedies[change.id]}
            isBusy={isBusy}
            onRemedy={(remedy) => onRemedy(change, remedy)}
          />
        ))}
      </ul>
    </section>
  );
}

const SIGNS = { '+': '+', '~': '~', '-': '−' } as const;

function ChangeLine(props: {
  change: Change;
  findings: readonly Finding[];
  remedy: Remedies[string] | undefined;
  isBusy: boolean;
  onRemedy: (remedy: Remedies[string] | undefined) => void;
}) {
  const { change, findings, remedy, isBusy, onRemedy } = props;
  const { t, label, language } = useTexts();
  const { op, risk, rows, sentence, remedies = [] } = change;
  return (
    <li className="gd-change" data-op={op}>
      <span className="gd-sign" aria-hidden="true">
        {SIGNS[op]}
      </span>
      <div className="gd-change-text">
        <span className="gx-hidden">{t(`changes.ops.${op}`)}: </span>
        {label(sentence)}
        <div className="gd-change-facts">
          <span className="gd-risk" data-risk={risk} title={t(`changes.riskNote.${risk}`)}>
            {t(`changes.risk.${risk}`)}
          </span>
          {rows !== undefined && rows > 0 && (
            <span className="gx-soft">
              {t('changes.rows', { count: rows, formatted: rows.toLocaleString(language) })}
            </span>
          )}
        </div>
        <Findings findings={findings} />
        {remedies.length > 1 && (rows ?? 0) > 0 && (
          <RemedyChoice change={change} value={remedy} onChange={onRemedy} />
        )}
      </div>
      <Revert change={change} isBusy={isBusy} />
    </li>
  );
}

function Revert({ change, isBusy }: { change: Change; isBusy: boolean }) {
  const { t, label } = useTexts();
  const { published, commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const revert = async () => {
    try {
      await commit((documents) => revertChange(documents, published, change), {
        text: 'steps.revert',
        name: change.sentence,
      });
      void message.success(t('changes.reverted'));
    } catch (error) {
      void message.error(messagesOf(error, t).join(' '));
    }
  };
  return (
    <Button
      type="text"
      size="small"
      icon={<RollbackOutlined aria-hidden="true" />}
      disabled={isBusy || isSaving}
      aria-label={t('changes.revertAria', { change: label(change.sentence) })}
      onClick={() => void revert()}
    >
      <span className="gd-wide-only">{t('changes.revert')}</span>
    </Button>
  );
}

/** What one should know before publishing. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { label } = useTexts();
  if (findings.length === 0) return null;
  return (
    <ul className="gd-findings">
      {findings.map((finding) => (
        <li key={`${finding.code} ${label(finding.message)}`} data-blocking={finding.blocking || undefined}>
          {label(finding.message)}
        </li>
      ))}
    </ul>
  );
}
