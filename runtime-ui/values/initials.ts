/** First characters in the order of Mandarin: from one to before the next, readings begin with one letter. */
const FIRST = [...'阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥仨它穵夕丫帀'];
const LETTERS = [...'abcdefghjklmnopqrstwxyz'];

const collator = new Intl.Collator('zh-CN-u-co-pinyin');

const isHan = (character: string): boolean => /\p{Script=Han}/u.test(character);

function initialOf(character: string): string {
  if (!isHan(character)) return character;
  const at = FIRST.findLastIndex((first) => collator.compare(character, first) >= 0);
  return LETTERS[at] ?? character;
}

/** 文本 → wb: what people type who do not want to choose characters. It needs no table of readings. */
export const initialsOf = (text: string): string => [...text].map(initialOf).join('').toLowerCase();
