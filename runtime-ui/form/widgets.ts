import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { type ComponentType, createElement } from 'react';
import { later } from '../shell/later.tsx';
import YesOrNo from './widgets/boolean.tsx';
import Currency from './widgets/currency.tsx';
import DateOnly from './widgets/date.tsx';
import Datetime from './widgets/datetime.tsx';
import Duration from './widgets/duration.tsx';
import Json from './widgets/json.tsx';
import LineItems from './widgets/line-items.tsx';
import Links from './widgets/links.tsx';
import LongText from './widgets/long-text.tsx';
import Lookup from './widgets/lookup.tsx';
import LookupAny from './widgets/lookup-any.tsx';
import Markdown from './widgets/markdown.tsx';
import MultiSelect from './widgets/multi-select.tsx';
import NumberOnly from './widgets/number.tsx';
import Percent from './widgets/percent.tsx';
import Phone from './widgets/phone.tsx';
import RichText from './widgets/rich-text.tsx';
import Select from './widgets/select.tsx';
import Stage from './widgets/stage.tsx';
import Tags from './widgets/tags.tsx';
import Text from './widgets/text.tsx';
import Time from './widgets/time.tsx';
import YearMonth from './widgets/year-month.tsx';

/** A widget that comes with the first form that needs it: few forms have a file, or a value of several parts. */
const onDemand = (load: () => Promise<{ readonly default: ComponentType<WidgetProps> }>) =>
  later(load, createElement('div', { className: 'gx-coming', 'aria-busy': true }));

const Color = onDemand(() => import('./widgets/color.tsx'));
const Files = onDemand(() => import('./widgets/files.tsx'));
const Rating = onDemand(() => import('./widgets/rating.tsx'));
const Address = onDemand(() => import('./widgets/address.tsx'));
const DateRange = onDemand(() => import('./widgets/date-range.tsx'));
const Entries = onDemand(() => import('./widgets/entries.tsx'));
const Money = onDemand(() => import('./widgets/money.tsx'));
const PersonName = onDemand(() => import('./widgets/person-name.tsx'));

/** By the names that field types give; rjsf's own names lead to the same ones. */
export const widgets: RegistryWidgetsType = {
  address: Address,
  boolean: YesOrNo,
  color: Color,
  currency: Currency,
  date: DateOnly,
  'date-range': DateRange,
  datetime: Datetime,
  duration: Duration,
  entries: Entries,
  files: Files,
  json: Json,
  'line-items': LineItems,
  links: Links,
  'long-text': LongText,
  markdown: Markdown,
  lookup: Lookup,
  money: Money,
  'lookup-any': LookupAny,
  'multi-select': MultiSelect,
  number: NumberOnly,
  percent: Percent,
  'person-name': PersonName,
  phone: Phone,
  rating: Rating,
  'rich-text': RichText,
  select: Select,
  stage: Stage,
  tags: Tags,
  text: Text,
  time: Time,
  'year-month': YearMonth,
  CheckboxesWidget: MultiSelect,
  CheckboxWidget: YesOrNo,
  SelectWidget: Select,
  TextWidget: Text,
  TextareaWidget: LongText,
};
