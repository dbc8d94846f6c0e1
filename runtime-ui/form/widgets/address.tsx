import type { WidgetProps } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { Cascader, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { type AddressParts, addressLine } from '../../../engine/field-types/composed.ts';
import { countriesQuery } from '../../api/queries.ts';
import type { CountryMeta, RegionMeta } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf } from '../widget.ts';

/** An address on the wire. */
interface Address extends AddressParts {
  /** in one line */
  readonly text: string;
}

type Part = keyof AddressParts;

const CHINA = 'CN';
/** What is asked for besides the regions of China, and besides the street of other countries. */
const INSIDE = ['street', 'postal_code'] as const;
const ABROAD = ['district', 'city', 'province', 'postal_code'] as const;
const NO_COUNTRIES: readonly CountryMeta[] = [];
const NOTHING: AddressParts = {
  country: null,
  province: null,
  city: null,
  district: null,
  street: null,
  postal_code: null,
};

function PartInput(props: {
  input: ReturnType<typeof inputProps>;
  label: string;
  className: string;
  value: string;
  onCommit: (text: string) => void;
}) {
  const { text, type, flush } = useDeferred<string>(props.value, props.onCommit);
  return (
    <Input
      {...props.input}
      className={props.className}
      aria-label={props.label}
      placeholder={props.label}
      autoComplete="off"
      value={text}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}

/** The names of countries in the language of the page, the one of the field first. */
function useCountries(entries: readonly CountryMeta[], first: string) {
  const { language } = useTexts();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    const all = entries.map(({ code }) => ({ value: code, label: names.of(code) ?? code }));
    if (!all.some(({ value }) => value === first))
      all.push({ value: first, label: names.of(first) ?? first });
    const order = new Intl.Collator(language);
    return all.sort(
      (a, b) => Number(b.value === first) - Number(a.value === first) || order.compare(a.label, b.label),
    );
  }, [entries, first, language]);
}

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly children?: Choice[];
}

const choicesOf = (regions: readonly RegionMeta[] = []): Choice[] =>
  regions.map(({ name, regions: below }) => ({
    value: name,
    label: name,
    ...(below && { children: choicesOf(below) }),
  }));

/** An address: of China by the tree of its regions, of other countries as it is written there. */
export default function AddressWidget(props: WidgetProps) {
  const { t } = useTexts();
  const { settings = {} } = optionsOf(props);
  const own = (settings.country as string | undefined) ?? CHINA;
  const value = (props.value ?? null) as Address | null;
  // chosen before there is anything else
  const [picked, pick] = useState(own);
  const country = value?.country ?? picked;
  const [isWanted, want] = useState(false);
  const { data = NO_COUNTRIES, isFetching } = useQuery({ ...countriesQuery, enabled: isWanted });
  const countries = useCountries(data, country);
  const regions = useMemo(() => choicesOf(data.find(({ code }) => code === CHINA)?.regions), [data]);
  const input = inputProps(props);

  const commit = (changes: Partial<Record<Part, string | null>>) => {
    const { text: _, ...held } = value ?? { ...NOTHING, text: '' };
    const next: AddressParts = { ...held, country, ...changes };
    const isEmpty = Object.entries(next).every(([part, one]) => part === 'country' || one === null);
    props.onChange(isEmpty ? null : { ...next, text: addressLine(next) });
  };
  const part = (name: Part, isFirst = false) => (
    <PartInput
      key={name}
      input={isFirst ? input : { ...input, id: `${props.id}_${name}`, autoFocus: false }}
      label={t(`form.address_${name}`)}
      className={`gx-address-${name}`}
      value={value?.[name] ?? ''}
      onCommit={(text) => commit({ [name]: text.trim() || null })}
    />
  );
  const chosen = [value?.province, value?.city, value?.district].filter((one) => one) as string[];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div
      role="group"
      aria-labelledby={`${props.id}__label`}
      className={country === CHINA ? 'gx-address' : 'gx-address gx-address-abroad'}
    >
      <Select
        className="gx-address-country"
        aria-label={t('form.address_country')}
        disabled={input.disabled}
        showSearch={{ optionFilterProp: 'label' }}
        loading={isFetching}
        value={country}
        options={countries}
        onOpenChange={(open) => open && want(true)}
        onChange={(next: string) => {
          pick(next);
          if (value) commit({ country: next });
        }}
      />
      {country === CHINA ? (
        <Cascader
          id={input.id}
          className="gx-address-region"
          aria-label={t('form.address_region')}
          disabled={input.disabled}
          status={input.status}
          changeOnSelect
          allowClear
          showSearch
          loading={isFetching}
          placeholder={t('form.address_region')}
          notFoundContent={isFetching ? t('app.loading') : t('common.noOptions')}
          options={regions}
          value={chosen}
          displayRender={(labels) => labels.filter((label, index) => label !== labels[index - 1]).join(' / ')}
          onOpenChange={(open) => open && want(true)}
          onChange={(path) => {
            const [province = null, city = null, district = null] = (path ?? []) as string[];
            commit({ province, city, district });
          }}
        />
      ) : (
        part('street', true)
      )}
      {(country === CHINA ? INSIDE : ABROAD).map((name) => part(name))}
    </div>
  );
}
