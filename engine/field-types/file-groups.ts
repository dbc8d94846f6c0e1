/** Kinds of files as people tell them apart, by their media types. The forms of the UIs import this file too. */
export const FILE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  image: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/heic'],
  pdf: ['application/pdf'],
  document: [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.oasis.opendocument.text',
    'application/msword',
    'application/rtf',
  ],
  spreadsheet: [
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.oasis.opendocument.spreadsheet',
    'application/vnd.ms-excel',
    'text/csv',
  ],
  presentation: [
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.oasis.opendocument.presentation',
    'application/vnd.ms-powerpoint',
  ],
  text: ['text/plain'],
  archive: ['application/zip', 'application/gzip', 'application/x-7z-compressed', 'application/vnd.rar'],
  audio: ['audio/mpeg', 'audio/wav', 'audio/ogg', 'audio/mp4'],
  video: ['video/mp4', 'video/webm', 'video/quicktime'],
};

export const groupOf = (type: string): string | undefined =>
  Object.keys(FILE_GROUPS).find((group) => FILE_GROUPS[group]!.includes(type));

/** Pictures that every browser shows. */
export const isPicture = (type: string): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);
