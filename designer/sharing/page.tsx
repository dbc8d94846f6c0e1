import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useId, useState } from 'react';
import { addressOf, ENGINE, isSameBody, type MetaDocument, under } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { useObject } from '../objects/page.tsx';
import { DraftMark } from '../shell/draft-mark.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { type AccessRuleKind, KINDS, readAccessRule, removeAccessRule } from './access-rules.ts';
import { AccessRulePanel } from './rule-panel.tsx';
import { useAccessRuleText } from './use-access-rule-text.ts';
import { WhoSees } from './who-sees.tsx';
import '../rules/rules.css';
import './sharing.css';

/** Who sees the records of an object: by role, by what is shared besides, and by what is kept from people. */
export function Component() {
  const object = useObject();
  const [open, setOpen] = useState<{ kind: AccessRuleKind; rule?: MetaDocument } | null>(null);
  return (
    <>
      <WhoSees object={object} />
      {KINDS.map((kind) => (
        <Rules
          key={kind}
          object={object}
          kind={kind}
          onOpen={(rule) => setOpen({ kind, ...(rule && { rule }) })}
        />
      ))}
      {open && (
        <AccessRulePanel
          key={open.rule?.key ?? open.kind}
          object={object}
          kind={open.kind}
          rule={open.rule}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Rules(props: { object: MetaDocument; kind: AccessRuleKind; onOpen: (rule?: MetaDocument) => void }) {
  const { object, kind, onOpen } = props;
  const { t, label } = useTexts();
  const { documents, published, commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const id = useId();
  const say = useAccessRuleText(object.key);
  const rules = under(documents, kind, object.key);
  const remove = (rule: MetaDocument) =>
    commit(removeAccessRule(rule), { text: 'steps.removeAccessRule', name: rule.body.labels }).catch(
      (error: unknown) => void message.error(messagesOf(error, t).join(' ')),
    );
  return (
    <section aria-labelledby={id} className="gd-sharing-part">
      <div className="gd-tools">
        <h2 id={id}>{t(`sharing.title.${kind}`)}</h2>
        <div className="gd-tools-end">
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => onOpen()}>
            {t(`sharing.add.${kind}`)}
          </Button>
        </div>
      </div>
      <p className="gx-soft gd-note">{t(`sharing.note.${kind}`)}</p>
      <ul className="gd-rules gd-sharing-rules">
        {rules.map((rule) => {
          const name = label(rule.body.labels) || rule.key;
          const before = published.get(addressOf(rule));
          return (
            <li key={rule.key}>
              <div className="gd-rule-text">
                <button type="button" onClick={() => onOpen(rule)}>
                  {say(kind, readAccessRule(rule))}
                </button>
                <small className="gx-soft">
                  {name} {!before ? <DraftMark isNew /> : !isSameBody(before, rule) && <DraftMark />}
                </small>
              </div>
              <button
                type="button"
                className="gx-icon-button"
                aria-label={t('rules.remove', { rule: name })}
                disabled={isSaving || rule.package === ENGINE}
                onClick={() => void remove(rule)}
              >
                <DeleteOutlined />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
