const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 16;

/** A new id that no other machine makes (16 letters of 36: 82 bits), such as `fld_4k0z…`. */
export function newId(prefix: string): string {
  const letters: string[] = [];
  while (letters.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // 252 is the last multiple of 36 in a byte: beyond it the first letters would be likelier
      if (byte < 252 && letters.length < LENGTH) letters.push(LETTERS[byte % LETTERS.length]!);
    }
  }
  return `${prefix}_${letters.join('')}`;
}
