import { readAloud } from '../../pinyin.ts';

/** A character for another of its sound, or in its other spelling: 伟 and 玮, 华 and 華. */
const SAME_SOUND = 0.4;
/** What is put in, left out or stands for something else makes another name: characters are words, not letters. */
const LEFT_OUT = 1.5;
const OTHER = 2;
const SWAPPED = 1;

const CHINESE = /^\p{Script=Han}+$/u;

export const isChinese = (text: string): boolean => CHINESE.test(text);

const sounds = new Map<string, string>();

/** How a character reads by itself. */
function soundOf(character: string): string {
  let sound = sounds.get(character);
  if (sound === undefined) {
    sound = readAloud(character);
    sounds.set(character, sound);
  }
  return sound;
}

function costOf(a: string, b: string): number {
  if (a === b) return 0;
  const sound = soundOf(a);
  return sound !== '' && sound === soundOf(b) ? SAME_SOUND : OTHER;
}

/** How alike two Chinese names are, 0 to 1: by what it costs to come from one to the other. */
export function chineseLikeness(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let above: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column * LEFT_OUT);
  for (let row = 1; row <= from.length; row++) {
    const line = [row * LEFT_OUT];
    for (let column = 1; column <= to.length; column++) {
      const [mine, other] = [from[row - 1]!, to[column - 1]!];
      let cost = Math.min(
        last[column]! + LEFT_OUT,
        line[column - 1]! + LEFT_OUT,
        last[column - 1]! + costOf(mine, other),
      );
      const isSwapped = row > 1 && column > 1 && mine === to[column - 2] && from[row - 2] === other;
      if (isSwapped) cost = Math.min(cost, above[column - 2]! + SWAPPED);
      line.push(cost);
    }
    above = last;
    last = line;
  }
  return Math.max(0, 1 - last[to.length]! / Math.max(from.length, to.length));
}
