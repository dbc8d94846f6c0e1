import type { RegistryWidgetsType } from '@rjsf/utils';
import Address from './widgets/address.tsx';
import YesOrNo from './widgets/boolean.tsx';
import Color from './widgets/color.tsx';
import Currency from './widgets/currency.tsx';
import DateOnly from './widgets/date.tsx';
import DateRange from './widgets/date-range.tsx';
import Datetime from './widgets/datetime.tsx';
import Duration from './widgets/duration.tsx';
import Entries from './widgets/entries.tsx';
import Files from './widgets/files.tsx';
import Json from './widgets/json.tsx';
import LineItems from './widgets/line-items.tsx';
import LongText from './widgets/long-text.tsx';
import Lookup from './widgets/lookup.tsx';
import LookupAny from './widgets/lookup-any.tsx';
import Markdown from './widgets/markdown.tsx';
import Money from './widgets/money.tsx';
import MultiSelect from './widgets/multi-select.tsx';
import NumberOnly from './widgets/number.tsx';
import Percent from './widgets/percent.tsx';
import PersonName from './widgets/person-name.tsx';
import Phone from './widgets/phone.tsx';
import Rating from './widgets/rating.tsx';
import RichText from './widgets/rich-text.tsx';
import Select from './widgets/select.tsx';
import Stage from './widgets/stage.tsx';
import Tags from './widgets/tags.tsx';
import Text from './widgets/text.tsx';
import Time from './widgets/time.tsx';
import YearMonth from './widgets/year-month.tsx';

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
