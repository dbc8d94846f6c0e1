/** How many bytes of a file are looked at. */
export const HEAD_SIZE = 4_096;

const UNKNOWN = 'application/octet-stream';

/** What files of a kind begin with: text of one character per byte, `.` for any. */
const BEGINNINGS: readonly (readonly [begins: string, type: string])[] = [
  ['%PDF-', 'application/pdf'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['RIFF....WEBP', 'image/webp'],
  ['RIFF....WAVE', 'audio/wav'],
  ['{\\rtf', 'application/rtf'],
  ['\x1f\x8b', 'application/gzip'],
  ["7z\xbc\xaf'\x1c", 'application/x-7z-compressed'],
  ['Rar!\x1a\x07', 'application/vnd.rar'],
  ['ID3', 'audio/mpeg'],
  ['\xff\xfb', 'audio/mpeg'],
  ['OggS', 'audio/ogg'],
  ['\x1aE\xdf\xa3', 'video/webm'],
];

/** Brands of ISO media files. */
const BRANDS: readonly (readonly [brand: RegExp, type: string])[] = [
  [/^avi[fs]/, 'image/avif'],
  [/^(?:hei[cx]|hev[cx]|mif1)/, 'image/heic'],
  [/^M4A/, 'audio/mp4'],
  [/^qt/, 'video/quicktime'],
  [/^(?:isom|iso\d|mp4\d|M4V|avc1|dash)/, 'video/mp4'],
];

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const PACKED: readonly (readonly [holds: RegExp, type: string])[] = [
  [/mimetype(application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation))/, ''],
  [/(?:^|[^\w])word\//, `${OPEN_XML}.wordprocessingml.document`],
  [/(?:^|[^\w])xl\//, `${OPEN_XML}.spreadsheetml.sheet`],
  [/(?:^|[^\w])ppt\//, `${OPEN_XML}.presentationml.presentation`],
];

/** The old formats of Office are one container: which it is only its name says. */
const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

const endingOf = (name: string): string => /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

const begins = (head: string, pattern: string): boolean =>
  [...pattern].every((one, at) => one === '.' || head[at] === one);

/** Text that some program would run or draw rather than show is none. */
const ACTIVE = /^[\s\ufeff]*(?:<|#!)/;

function textType(head: Uint8Array, name: string): string | undefined {
  // the last character may be cut
  const text = new TextDecoder('utf-8').decode(head.subarray(0, Math.max(head.length - 3, 0)));
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) || ACTIVE.test(text)) return undefined;
  return endingOf(name) === 'csv' ? 'text/csv' : 'text/plain';
}

function packedType(head: string): string {
  for (const [holds, type] of PACKED) {
    const found = holds.exec(head);
    if (found) return type || found[1]!;
  }
  return 'application/zip';
}

/** What a file is, by its first bytes; its name decides only between kinds that begin alike. */
export function mediaTypeOf(head: Uint8Array, name: string): string {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const known = BEGINNINGS.find(([pattern]) => begins(text, pattern));
  if (known) return known[1];
  if (text.startsWith('PK\x03\x04')) return packedType(text);
  if (text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return OLD_OFFICE[endingOf(name)] ?? UNKNOWN;
  if (text.slice(4, 8) === 'ftyp')
    return BRANDS.find(([brand]) => brand.test(text.slice(8, 12)))?.[1] ?? UNKNOWN;
  return textType(head, name) ?? UNKNOWN;
}
