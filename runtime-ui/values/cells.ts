import { boolean } from './cells/boolean.tsx';
import { color } from './cells/color.tsx';
import { date } from './cells/date.tsx';
import { datetime } from './cells/datetime.tsx';
import { link } from './cells/link.tsx';
import { longText } from './cells/long-text.tsx';
import { lookup } from './cells/lookup.tsx';
import { multiSelect } from './cells/multi-select.tsx';
import { number } from './cells/number.tsx';
import { rating } from './cells/rating.tsx';
import { select } from './cells/select.tsx';
import { stage } from './cells/stage.tsx';
import { tags } from './cells/tags.tsx';
import { text } from './cells/text.tsx';
import type { Display } from './display.tsx';

/** By the names that field types give. */
export const cells: Readonly<Record<string, Display>> = {
  boolean,
  color,
  date,
  datetime,
  link,
  'long-text': longText,
  lookup,
  'multi-select': multiSelect,
  number,
  rating,
  select,
  stage,
  tags,
  text,
};
