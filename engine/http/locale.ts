/** The language of an answer: what the request asks for, else what the fallbacks say. */
export function chosenLocale(
  acceptLanguage: string | null | undefined,
  ...fallbacks: readonly (string | null | undefined)[]
): string {
  const wanted = askedLocale(acceptLanguage ?? '');
  if (wanted) return wanted;
  for (const tag of fallbacks) {
    const known = knownLocale(tag);
    if (known) return known;
  }
  return 'en';
}

const asked = new Map<string, string | undefined>();
/** Browsers send few different headers, and always the same. */
const REMEMBERED = 500;

function askedLocale(header: string): string | undefined {
  if (asked.has(header)) return asked.get(header);
  const found = rankedTags(header)
    .map(knownLocale)
    .find((locale) => locale !== undefined);
  if (asked.size >= REMEMBERED) asked.clear();
  asked.set(header, found);
  return found;
}

/** `zh-TW`, `zh_CN`, `zh`… are all our Chinese, `en-GB` our English. */
function knownLocale(tag: string | null | undefined): string | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return language === 'zh' ? 'zh-CN' : language === 'en' ? 'en' : undefined;
}

const TAGS = 20;

/** The tags of an Accept-Language header, the dearest first. */
function rankedTags(header: string): string[] {
  return header
    .slice(0, 400)
    .split(',', TAGS)
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q=/i);
      return { tag, rank: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ tag, rank }) => tag !== '' && rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ tag }) => tag);
}
