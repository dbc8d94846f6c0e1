import { Select } from 'antd';
import { useId } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type MetaDocument, ofKind } from '../draft/documents.ts';
import { factsOf, fieldsOf } from '../draft/object.ts';
import { ACTIONS, hasRows } from '../draft/role-words.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { AllowedText } from '../roles/allowed-text.tsx';
import { allowedBy, fieldAllowedBy } from '../roles/differences.ts';
import { FieldAllowedText } from '../roles/field-allowed-text.tsx';
import { followedBy } from '../roles/rows.ts';
import { useRoleWords } from '../roles/use-role-words.ts';

/** What of an object is asked about most: the rest is in the matrix of the role. */
const SHOWN = ['read', 'create', 'update', 'delete', 'export'].filter(
  (one) => ACTIONS.includes(one) && hasRows(one),
);

/** By role: what it may do with records of an object, and with one of its fields. */
export function WhoSees({ object }: { object: MetaDocument }) {
  const { t, label } = useTexts();
  const words = useRoleWords();
  const { documents } = useDraft();
  const id = useId();
  const [search, setSearch] = useSearchParams();
  const field = search.get('field');
  const { isSystem } = factsOf(object);
  const via = followedBy(documents, object.key);
  const roles = ofKind(documents, 'role').map((role) => ({
    role,
    name: label(role.body.labels) || role.key,
    allowed: SHOWN.map((action) => allowedBy(role.body, object.key, action, isSystem)),
  }));
  const seeing = roles.filter(({ allowed }) => allowed.some((one) => one.length > 0));
  const blind = roles.filter(({ allowed }) => allowed.every((one) => one.length === 0));
  const fields = fieldsOf(object)
    .filter(({ isArchived }) => !isArchived)
    .map(({ name, labels }) => ({ value: name, label: label(labels) || name }));
  return (
    <section aria-labelledby={id} className="gd-sharing-part">
      <div className="gd-tools">
        <h2 id={id}>{t('sharing.who')}</h2>
        <span className="gd-switch gd-tools-end">
          <label htmlFor={`${id}-field`}>{t('sharing.ofField')}</label>
          <Select
            id={`${id}-field`}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            className="gd-sharing-field"
            placeholder={t('sharing.anyField')}
            value={field ?? null}
            options={fields}
            onChange={(next: string | undefined) => setSearch(next ? { field: next } : {})}
          />
        </span>
      </div>
      {via !== undefined && (
        <p className="gd-note">{t('sharing.follows', { field: words.field(object, via) })}</p>
      )}
      {seeing.length > 0 && (
        <table className="gd-table gd-who">
          <thead>
            <tr>
              <th scope="col">{t('roles.role')}</th>
              {SHOWN.map((action) => (
                <th key={action} scope="col">
                  {words.action(action)}
                </th>
              ))}
              {field !== null && <th scope="col">{words.field(object, field)}</th>}
            </tr>
          </thead>
          <tbody>
            {seeing.map(({ role, name, allowed }) => (
              <tr key={role.key}>
                <th scope="row">
                  <Link
                    className="gd-row-link"
                    to={`/roles/${role.key}?object=${encodeURIComponent(object.key)}${field === null ? '' : '&fields'}`}
                  >
                    {name}
                  </Link>
                </th>
                {allowed.map((one, at) => (
                  <td key={SHOWN[at]} data-of={words.action(SHOWN[at]!)}>
                    <AllowedText object={object.key} allowed={one} />
                  </td>
                ))}
                {field !== null && (
                  <td data-of={words.field(object, field)}>
                    <FieldAllowedText
                      object={object.key}
                      allowed={fieldAllowedBy(role.body, object.key, field, isSystem)}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {blind.length > 0 && via === undefined && (
        <p className="gd-warning">
          {t('sharing.blind', { roles: blind.map(({ name }) => name).join(t('conditions.comma')) })}
        </p>
      )}
    </section>
  );
}
