import { useEffect, useMemo, useRef, useState } from 'react';
import { checkRecord, type Values } from '../api/records.ts';
import type { Duplicates, FormDescription } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';
import { misfitsIn, offeredKey, withOffered } from './dependents.ts';
import { loadedRules } from './load-rules.ts';
import type { Checked, Filling, FormVerdict } from './rules.ts';

/** The words of a rule that has none of its own: those of the server. */
const WORDS = {
  'record.rule': 'form.rule',
  'record.required': 'form.required',
  'record.hidden': 'form.hidden',
  'record.rule_read_only': 'form.ruleReadOnly',
  'record.rule_option': 'form.ruleOption',
} as const;

const NONE: readonly Duplicates[] = [];

/** Of a form without rules. */
const NO_VERDICT: FormVerdict = {
  required: new Set(),
  readOnly: new Set(),
  hidden: new Set(),
  options: {},
  formulas: {},
  breaches: [],
};

/** A pause after which the server is asked, behind the one that typing waits for by itself (`pending.ts`); what a new record begins with it is asked at once. */
const ASK_AFTER = 100;

/** Asks the server what it makes of what the form holds, where the form cannot know. */
function useAsking(
  isAsked: boolean,
  object: string,
  body: string,
  onAnswer: (checked: Checked) => void,
): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isAsked) return;
    const stop = new AbortController();
    const ask = () => {
      isFirst.current = false;
      checkRecord(object, JSON.parse(body), stop.signal).then(onAnswer, () => undefined);
    };
    const timer = setTimeout(ask, isFirst.current ? 0 : ASK_AFTER);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [isAsked, object, body, onAnswer]);
}

export type Complaints = Readonly<Record<string, readonly string[]>>;

/** What the server says that the form cannot know, of rules and of chosen records: told while one types, never in the way of saving. */
const RULE = /^record\.(rule|misfit)/;

export interface RuledForm {
  /** the form with required, hidden and read-only fields as the rules say */
  readonly description: FormDescription;
  readonly verdict: FormVerdict;
  /** what the rules complain of, by field, '' at the record as a whole */
  readonly complaints: Complaints;
  /** those of them that are said while one types: nobody is told what is missing before they are done */
  readonly live: Complaints;
  /** what a new record begins with by expressions, as the server has worked it out; undefined until it has */
  readonly defaults: Values | undefined;
  /** records that match rules take for this one, as far as the server was asked */
  readonly duplicates: readonly Duplicates[];
}

function byField(told: readonly { readonly field: string; readonly text: string }[]): Complaints {
  const groups = Map.groupBy(told, ({ field }) => field);
  return Object.fromEntries(
    [...groups].map(([field, all]) => [field, [...new Set(all.map(({ text }) => text))]]),
  );
}

/** A form under its rules, live. */
export function useRules(props: {
  readonly description: FormDescription;
  readonly object: string;
  readonly id?: string | undefined;
  readonly before?: Values | undefined;
  readonly values: Values;
  /** what a save would send, given the fields that rules hide; what the engine has filled in not counted */
  readonly given: (hidden: ReadonlySet<string>) => Values;
}): RuledForm {
  const { description, object, id, before, values, given } = props;
  const me = useMe();
  const { language, t } = useTexts();
  const [checked, setChecked] = useState<Checked>();
  const [now] = useState(() => new Date());
  const { user, roles, teams } = me;
  const timeZone = me.settings.timeZone;
  const verdict = useMemo(() => {
    const filling: Filling = { user: { ...user, roles, teams }, timeZone, now, before };
    return loadedRules()?.formVerdict(description, values, filling, checked) ?? NO_VERDICT;
  }, [description, values, before, checked, user, roles, teams, timeZone, now]);

  const begins = id === undefined && (description.defaults?.length ?? 0) > 0;
  const body = JSON.stringify({ ...(id !== undefined && { id }), values: given(verdict.hidden) });
  useAsking(description.asks === true || description.matches === true || begins, object, body, setChecked);

  // a form that stays the same keeps its identity: rjsf renders all of it otherwise, on every key
  const { required, readOnly, hidden, options } = verdict;
  const shape = JSON.stringify([[...required], [...readOnly], [...hidden], options]);
  const shaped = useRef<{ of: FormDescription; shape: string; description: FormDescription }>(undefined);
  if (shaped.current?.of !== description || shaped.current.shape !== shape) {
    shaped.current = {
      of: description,
      shape,
      description: loadedRules()?.withVerdict(description, verdict) ?? description,
    };
  }

  // options that depend on other fields: the form changes only when those do
  const offered = offeredKey(description, values);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `offered` says all that counts of `values`
  const narrowed = useMemo(
    () => withOffered(shaped.current!.description, values),
    [shaped.current.description, offered],
  );

  const labelOf = (field: string): string =>
    ((description.schema.properties as Values | undefined)?.[field] as { title?: string } | undefined)
      ?.title ?? field;
  const own = verdict.breaches.map(({ field, code, rule }) => ({
    field,
    isMissing: code === 'record.required',
    text: loadedRules()?.messageOf(rule.message, language) ?? t(WORDS[code], { field: labelOf(field) }),
  }));
  for (const { field, on } of misfitsIn(description, values)) {
    const words = t('form.optionParent', { field: labelOf(field), other: labelOf(on) });
    own.push({ field, isMissing: false, text: words });
  }
  const answered = (checked?.problems ?? [])
    .filter(({ code }) => RULE.test(code))
    .map(({ path, message }) => ({ field: path.replace(/^\/values\/?/, ''), text: message }))
    .filter(({ field }) => !verdict.hidden.has(field));
  const text = JSON.stringify([own, answered]);
  const said = useMemo(() => {
    const [all, others] = JSON.parse(text) as [typeof own, typeof answered];
    const missing = all.filter(({ isMissing }) => isMissing);
    return {
      complaints: byField(all),
      live: byField([...all.filter((one) => !missing.includes(one)), ...others]),
    };
  }, [text]);
  return {
    description: narrowed,
    verdict,
    defaults: checked?.defaults,
    duplicates: checked?.duplicates ?? NONE,
    ...said,
  };
}
