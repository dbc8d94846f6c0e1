import { randomFillSync } from 'node:crypto';

const POOL = Buffer.alloc(16 * 256);
let used = POOL.length;
let lastTime = 0;
let sequence = 0;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text spells an id, in either case. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** A UUID v7: ids made by one process rise, also inside one millisecond. */
export function uuidv7(now: number = Date.now()): string {
  if (used + 16 > POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const random = POOL.subarray(used, used + 16);
  used += 16;
  if (now > lastTime) {
    lastTime = now;
    sequence = ((random[0]! & 0x07) << 8) | random[1]!;
  } else if (++sequence > 0xfff) {
    lastTime += 1;
    sequence = 0;
  }
  const time = lastTime.toString(16).padStart(12, '0');
  const counter = (0x7000 | sequence).toString(16);
  const variant = HEX[0x80 | (random[8]! & 0x3f)]!;
  const rest = Array.from(random.subarray(9, 16), (byte) => HEX[byte]).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`;
}
