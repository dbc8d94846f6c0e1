import { soundingText } from './words.ts';

/**
 * How texts may be typed in pinyin, for screens that look through what they show themselves: a space before each
 * spelling, empty where nothing is Chinese. What tells readings apart is too much for a browser.
 */
export const spelledTexts = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => soundingText(text) ?? '');
