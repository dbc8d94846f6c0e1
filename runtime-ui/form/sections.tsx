import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import { Tabs } from '../shell/tabs.tsx';

export interface FormSection {
  readonly id: string;
  readonly label: string;
  readonly columns: number;
  readonly tab?: string;
  readonly collapse?: 'open' | 'closed';
  readonly fields: readonly { readonly field: string; readonly span?: number }[];
}

export interface FormTab {
  readonly name: string;
  readonly label: string;
}

/** How often the form was meant to be saved: what is wrong behind a tab or a fold is shown after each. */
export const AttemptContext = createContext(0);

interface Contents {
  /** the rendered fields by name; a field without one is not shown */
  readonly contents: ReadonlyMap<string, ReactNode>;
  /** names of the fields that have faults */
  readonly wrong: ReadonlySet<string>;
}

const shownIn = ({ contents }: Contents, { fields }: FormSection) =>
  fields.filter(({ field }) => contents.has(field));

const faultsIn = (sections: readonly FormSection[], { wrong }: Contents): number =>
  sections.flatMap(({ fields }) => fields).filter(({ field }) => wrong.has(field)).length;

/** The sections of a form: those of no tab, then the tabs with theirs. A tab without any field is not there. */
export function Sections(props: Contents & { sections: readonly FormSection[]; tabs: readonly FormTab[] }) {
  const { sections, tabs } = props;
  const { t } = useTexts();
  const shown = sections.filter((section) => shownIn(props, section).length > 0);
  const above = shown.filter(({ tab }) => !tabs.some(({ name }) => name === tab));
  const inTab = (name: string) => shown.filter(({ tab }) => tab === name);
  const used = tabs.filter(({ name }) => inTab(name).length > 0);
  const [chosen, choose] = useState<string>();
  const active = used.find(({ name }) => name === chosen) ?? used[0];
  const list = (some: readonly FormSection[]) =>
    some.map((section) => <Section key={section.id} {...props} section={section} />);
  useReveal(props.wrong.size > 0, () => {
    const seen = [...above, ...(active ? inTab(active.name) : [])];
    const faulty = used.find(({ name }) => faultsIn(inTab(name), props) > 0);
    if (faultsIn(seen, props) === 0 && faulty) choose(faulty.name);
  });
  return (
    <>
      {list(above)}
      {active && (
        <Tabs
          label={t('form.tabs')}
          tabs={used.map((tab) => ({ ...tab, faults: faultsIn(inTab(tab.name), props) }))}
          value={active.name}
          onChange={choose}
        >
          <div>{list(inTab(active.name))}</div>
        </Tabs>
      )}
    </>
  );
}

/** Runs once after each attempt to save that found something wrong. */
function useReveal(isWrong: boolean, reveal: () => void): void {
  const attempt = useContext(AttemptContext);
  const settled = useRef(attempt);
  useEffect(() => {
    if (!isWrong || settled.current === attempt) return;
    settled.current = attempt;
    reveal();
  });
}

function Section({ section, ...props }: Contents & { section: FormSection }) {
  const { label, columns, collapse } = section;
  const [isOpen, setOpen] = useState(collapse !== 'closed');
  useReveal(faultsIn([section], props) > 0, () => setOpen(true));
  return (
    <fieldset className="gx-section">
      {label && (
        <legend>
          {collapse ? (
            <button type="button" className="gx-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
              {label}
            </button>
          ) : (
            label
          )}
        </legend>
      )}
      {isOpen && (
        <div className="gx-section-grid" data-columns={Math.min(columns, 4)}>
          {shownIn(props, section).map(({ field, span = 1 }) => (
            <div key={field} data-field={field} data-span={Math.min(span, columns)}>
              {props.contents.get(field)}
            </div>
          ))}
        </div>
      )}
    </fieldset>
  );
}
