import { LIMITS } from '../limits.ts';

/**
 * What no name of a file holds: controls, marks that turn the direction of what follows (`gpj.exe`) and characters
 * that are not seen; but for the two that join and part letters, which some scripts are written with.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cs}\p{Cf}]/gu;
const NOWHERE = /[<>:"|?*]/g;

/**
 * A name that every system can store: never a path, never what would be read as one. It is only shown and offered
 * for saving; on disk files have their ids for names.
 */
export function fileName(given: string | null): string {
  const last = (given ?? '').normalize('NFC').split(/[/\\]/).at(-1)!;
  const clean = last
    .replace(UNSEEN, '')
    .replace(NOWHERE, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (clean === '') return 'file';
  const points = [...clean];
  if (points.length <= LIMITS.fileName) return clean;
  const ending = /\.[^.]{1,10}$/u.exec(clean)?.[0] ?? '';
  return points.slice(0, LIMITS.fileName - [...ending].length).join('') + ending;
}

/** `attachment` with the name, also for clients that read ASCII only. */
export function attachmentHeader(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*!]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
