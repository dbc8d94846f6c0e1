/** Where in a JSON text something stands, whether the text is whole or not. */
export interface Spot {
  /** names and numbers of what is around it, from the document inwards; of a value its own comes last */
  readonly path: readonly string[];
  readonly is: 'name' | 'value';
  /** the stretch of text that is the name or value; empty where there is none yet */
  readonly from: number;
  readonly to: number;
  /** what holds it, as far as it can be read: its members before and behind */
  readonly holder: Members | readonly unknown[];
  /** of a name: a colon follows */
  readonly hasValue: boolean;
  /** the next member follows without a comma */
  readonly wantsComma: boolean;
}

export interface Loose {
  readonly value: unknown;
  readonly spot: Spot | undefined;
}

type Members = Record<string, unknown>;

interface Frame {
  readonly path: readonly string[];
  readonly holder: Members | unknown[];
  /** of an object: the name whose value comes next */
  name: string | undefined;
  hasColon: boolean;
  hasValue: boolean;
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/gy;
const SPACE = /\s*/y;

function textOf(token: string): string {
  const whole = token.length > 1 && token.endsWith('"') ? token : `${token}"`;
  try {
    return JSON.parse(whole);
  } catch {
    return token.slice(1);
  }
}

function readValue(token: string): unknown {
  if (token.startsWith('"')) return textOf(token);
  try {
    return JSON.parse(token);
  } catch {
    return undefined;
  }
}

/** What comes next in a frame, or nothing where a comma is missing. */
function wanted(frame: Frame): 'name' | 'value' | undefined {
  if (frame.hasValue) return undefined;
  return Array.isArray(frame.holder) || frame.hasColon ? 'value' : 'name';
}

const inside = (frame: Frame): readonly string[] => [
  ...frame.path,
  Array.isArray(frame.holder) ? String(frame.holder.length) : (frame.name ?? ''),
];

/** Reads a JSON text that may be broken as far as it goes, and says what stands at an offset of it. */
export function readLoosely(text: string, at: number): Loose {
  const root: Frame = { path: [], holder: [], name: undefined, hasColon: false, hasValue: false };
  const frames: Frame[] = [root];
  let spot: Spot | undefined;
  const note = (frame: Frame, from: number, to: number) => {
    const is = wanted(frame);
    if (!is || frame === root) return;
    const path = is === 'name' ? frame.path : inside(frame);
    const rest = text.slice(to).trimStart();
    spot = {
      path,
      is,
      from,
      to,
      holder: frame.holder,
      hasValue: rest.startsWith(':'),
      wantsComma: rest.startsWith('"'),
    };
  };
  const put = (frame: Frame, value: unknown) => {
    if (Array.isArray(frame.holder)) frame.holder.push(value);
    else if (frame.name !== undefined) frame.holder[frame.name] = value;
    frame.hasValue = true;
  };
  const take = (token: string) => {
    const frame = frames.at(-1)!;
    if (token === '{' || token === '[') {
      const holder = token === '{' ? {} : [];
      const path = frame === root ? [] : inside(frame);
      put(frame, holder);
      frames.push({ path, holder, name: undefined, hasColon: false, hasValue: false });
    } else if (token === '}' || token === ']') {
      if (frames.length > 1 && Array.isArray(frame.holder) === (token === ']')) frames.pop();
    } else if (token === ',') Object.assign(frame, { name: undefined, hasColon: false, hasValue: false });
    else if (token === ':') frame.hasColon = frame.name !== undefined;
    else if (wanted(frame) === 'value') put(frame, readValue(token));
    else if (!Array.isArray(frame.holder) && token.startsWith('"')) {
      // a name behind a value: the comma between them is missing
      Object.assign(frame, { name: textOf(token), hasColon: false, hasValue: false });
      frame.holder[frame.name!] ??= undefined;
    }
  };
  for (let offset = 0; ; ) {
    SPACE.lastIndex = offset;
    SPACE.exec(text);
    const from = SPACE.lastIndex;
    // in the space before a token, or at the end of the text
    if (at >= offset && at <= from && !spot && (offset > 0 || from === text.length))
      note(frames.at(-1)!, at, at);
    TOKEN.lastIndex = from;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) break;
    const to = from + token.length;
    const isText = !/^[{}[\],:]$/.test(token);
    if (isText && at >= from && at <= to) note(frames.at(-1)!, from, to);
    take(token);
    offset = to;
  }
  return { value: (root.holder as unknown[])[0], spot };
}
