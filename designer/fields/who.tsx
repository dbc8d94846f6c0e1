import { Radio } from 'antd';
import { useId } from 'react';
import type { FieldTypeInfo } from '../api/types.ts';
import { addressOf, type MetaDocument, ofKind } from '../draft/documents.ts';
import { canMask, type FieldDraft } from '../draft/field.ts';
import { canRead, possibleRights, type Right } from '../draft/rights.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { AllowedText } from '../roles/allowed-text.tsx';
import { allowedBy } from '../roles/differences.ts';

/** What each role that reads the object may do with a field. */
export function Who(props: {
  object: string;
  draft: FieldDraft;
  type: FieldTypeInfo;
  onChange: (draft: FieldDraft) => void;
}) {
  const { object, draft, type, onChange } = props;
  const { t, label } = useTexts();
  const { documents } = useDraft();
  const roles = ofKind(documents, 'role').filter((role) => canRead(role, object));
  const rightOf = (role: MetaDocument): Right => draft.rights[addressOf(role)] ?? 'none';
  const blind = roles
    .filter((role) => rightOf(role) === 'none')
    .map(({ body, key }) => label(body.labels) || key);
  return (
    <fieldset className="gd-section">
      <legend>{t('field.who')}</legend>
      <p className="gx-soft gd-note">{t(roles.length > 0 ? 'field.whoNote' : 'field.noRoles')}</p>
      {roles.map((role) => (
        <RoleRow
          key={role.key}
          role={role}
          object={object}
          rights={possibleRights(role, object, canMask(type))}
          value={rightOf(role)}
          onChange={(right) => onChange({ ...draft, rights: { ...draft.rights, [addressOf(role)]: right } })}
        />
      ))}
      {blind.length > 0 && (
        <p className="gd-warning" role="status">
          {t('field.hiddenFrom', { roles: blind.join(', ') })}
        </p>
      )}
    </fieldset>
  );
}

function RoleRow(props: {
  role: MetaDocument;
  object: string;
  rights: readonly Right[];
  value: Right;
  onChange: (right: Right) => void;
}) {
  const { role, object, rights, value, onChange } = props;
  const { t, label } = useTexts();
  const id = useId();
  return (
    <div className="gd-role">
      <span>
        <span id={id}>{label(role.body.labels) || role.key}</span>{' '}
        <small className="gx-soft">
          {t('field.whoRows')}{' '}
          <AllowedText object={object} allowed={allowedBy(role.body, object, 'read', false)} />
        </small>
      </span>
      {rights.length === 1 ? (
        <span className="gx-soft">{t(`field.rights.${value}`)}</span>
      ) : (
        <Radio.Group
          name={id}
          size="small"
          optionType="button"
          aria-labelledby={id}
          value={value}
          options={rights.map((right) => ({ value: right, label: t(`field.rights.${right}`) }))}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </div>
  );
}
