import type { RegistryWidgetsType } from '@rjsf/utils';
import YesOrNo from './widgets/boolean.tsx';
import Currency from './widgets/currency.tsx';
import DateOnly from './widgets/date.tsx';
import Datetime from './widgets/datetime.tsx';
import LongText from './widgets/long-text.tsx';
import Lookup from './widgets/lookup.tsx';
import MultiSelect from './widgets/multi-select.tsx';
import NumberOnly from './widgets/number.tsx';
import Percent from './widgets/percent.tsx';
import Phone from './widgets/phone.tsx';
import Select from './widgets/select.tsx';
import Stage from './widgets/stage.tsx';
import Text from './widgets/text.tsx';

/** By the names that field types give; rjsf's own names lead to the same ones. */
export const widgets: RegistryWidgetsType = {
  boolean: YesOrNo,
  currency: Currency,
  date: DateOnly,
  datetime: Datetime,
  'long-text': LongText,
  lookup: Lookup,
  'multi-select': MultiSelect,
  number: NumberOnly,
  percent: Percent,
  phone: Phone,
  select: Select,
  stage: Stage,
  text: Text,
  CheckboxesWidget: MultiSelect,
  CheckboxWidget: YesOrNo,
  SelectWidget: Select,
  TextWidget: Text,
  TextareaWidget: LongText,
};
