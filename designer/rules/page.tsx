import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { State } from '../../runtime-ui/shell/states.tsx';
import type { Edit } from '../draft/documents.ts';
import type { StepName } from '../draft/history.ts';
import { factsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useScope } from '../expressions/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { useObject } from '../objects/page.tsx';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { useLeaving } from '../shell/use-leaving.ts';
import { RuleForm } from './rule-form.tsx';
import {
  BLANK_RULE,
  faultsOfRule,
  isShipped,
  moveRule,
  putRule,
  type RuleDraft,
  readRule,
  removeRule,
  ruleKey,
  rulesOf,
} from './rules.ts';
import { useRuleText } from './use-rule-text.ts';
import './rules.css';

/** Every rule of an object, each in a sentence. Which one is open stands in the address. */
export function Component() {
  const { t, label } = useTexts();
  const object = useObject();
  const { commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const [search, setSearch] = useSearchParams();
  const { scope } = useScope({ object: object.key, home: object.key, scope: 'change' });
  const say = useRuleText(object, scope);
  const rules = rulesOf(object);
  const open = search.get('rule');
  const opened = open === null ? undefined : rules.find((rule, at) => ruleKey(rule, at) === open);
  const isAdding = search.has('add');
  const act = (edit: Edit, as: StepName) =>
    commit(edit, as).catch((error: unknown) => message.error(messagesOf(error, t).join(' ')));
  const name = label(factsOf(object).labels);
  return (
    <section aria-label={t('rules.title')}>
      <div className="gd-tools">
        <p className="gx-soft gd-note">{t('rules.note')}</p>
        <div className="gd-tools-end">
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => setSearch({ add: '' })}
          >
            {t('rules.add')}
          </Button>
        </div>
      </div>
      {rules.length === 0 && <State title={t('rules.none')} note={t('rules.noneNote')} />}
      <ol className="gd-rules">
        {rules.map((rule, at) => {
          const key = ruleKey(rule, at);
          const draft = readRule(rule);
          const text = say(draft);
          return (
            <li key={key}>
              <Tag>{t(`rules.kinds.${draft.effect}`)}</Tag>
              <div className="gd-rule-text">
                <button type="button" onClick={() => setSearch({ rule: key })}>
                  {text}
                </button>
                {label(rule.message) && <small className="gx-soft">{label(rule.message)}</small>}
              </div>
              <div className="gd-rule-actions">
                <button
                  type="button"
                  className="gx-icon-button"
                  aria-label={t('rules.up', { rule: text })}
                  disabled={at === 0 || isSaving}
                  onClick={() => act(moveRule(object.key, key, -1), { text: 'steps.moveRule', name })}
                >
                  <ArrowUpOutlined />
                </button>
                <button
                  type="button"
                  className="gx-icon-button"
                  aria-label={t('rules.down', { rule: text })}
                  disabled={at === rules.length - 1 || isSaving}
                  onClick={() => act(moveRule(object.key, key, 1), { text: 'steps.moveRule', name })}
                >
                  <ArrowDownOutlined />
                </button>
                <button
                  type="button"
                  className="gx-icon-button"
                  aria-label={t('rules.remove', { rule: text })}
                  disabled={isSaving || isShipped(object, rule)}
                  onClick={() => act(removeRule(object.key, key), { text: 'steps.removeRule', name })}
                >
                  <DeleteOutlined />
                </button>
              </div>
            </li>
          );
        })}
      </ol>
      {(isAdding || opened) && (
        <RulePanel
          key={open ?? 'new'}
          given={opened ? readRule(opened) : BLANK_RULE}
          ruleAt={open ?? undefined}
          say={say}
          onClose={() => setSearch({})}
        />
      )}
    </section>
  );
}

function RulePanel(props: {
  given: RuleDraft;
  ruleAt: string | undefined;
  say: (rule: RuleDraft) => string;
  onClose: () => void;
}) {
  const { given, ruleAt, say, onClose } = props;
  const { t, label } = useTexts();
  const object = useObject();
  const { commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(given);
  const [isTried, setTried] = useState(false);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const { isTouched, leave } = useLeaving(onClose);
  const faults = faultsOfRule(draft);
  const save = async () => {
    setTried(true);
    if (faults.length > 0) return;
    try {
      await commit(putRule(object.key, ruleAt, draft), {
        text: ruleAt === undefined ? 'steps.addRule' : 'steps.changeRule',
        name: label(factsOf(object).labels),
      });
    } catch (error) {
      setRefusals(messagesOf(error, t));
      return;
    }
    void message.success(t('rules.saved'));
    onClose();
  };
  return (
    <Panel
      title={t(ruleAt === undefined ? 'rules.addTitle' : 'rules.editTitle')}
      width={720}
      onClose={leave}
      footer={
        <>
          <Button onClick={leave}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={() => void save()}>
            {t('field.save')}
          </Button>
        </>
      }
    >
      <p className="gd-rule-sentence" role="status">
        {faults.length === 0 ? say(draft) : t('rules.unfinished')}
      </p>
      <RuleForm
        object={object}
        draft={draft}
        faults={isTried ? faults : []}
        refusals={refusals}
        onChange={(next) => {
          isTouched.current = true;
          setRefusals([]);
          setDraft(next);
        }}
      />
    </Panel>
  );
}
