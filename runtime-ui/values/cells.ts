import { boolean } from './cells/boolean.tsx';
import { color } from './cells/color.tsx';
import { date } from './cells/date.tsx';
import { dateRange } from './cells/date-range.tsx';
import { datetime } from './cells/datetime.tsx';
import { duration } from './cells/duration.tsx';
import { entries } from './cells/entries.tsx';
import { files } from './cells/files.tsx';
import { json } from './cells/json.tsx';
import { lineItems } from './cells/line-items.tsx';
import { link } from './cells/link.tsx';
import { links } from './cells/links.tsx';
import { longText } from './cells/long-text.tsx';
import { lookup } from './cells/lookup.tsx';
import { lookupAny } from './cells/lookup-any.tsx';
import { markdown } from './cells/markdown.tsx';
import { money } from './cells/money.tsx';
import { multiSelect } from './cells/multi-select.tsx';
import { number } from './cells/number.tsx';
import { part } from './cells/part.tsx';
import { rating } from './cells/rating.tsx';
import { richText } from './cells/rich-text.tsx';
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
  'date-range': dateRange,
  datetime,
  duration,
  entries,
  files,
  json,
  'line-items': lineItems,
  link,
  links,
  'long-text': longText,
  lookup,
  'lookup-any': lookupAny,
  markdown,
  money,
  'multi-select': multiSelect,
  number,
  part,
  rating,
  'rich-text': richText,
  select,
  stage,
  tags,
  text,
};
