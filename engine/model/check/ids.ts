import { addressOf } from '../document.ts';
import { pathOf } from '../folder.ts';
import { kindOf } from '../kinds/index.ts';
import { placeIn } from '../report.ts';
import { eachDocument, type Together } from './together.ts';

/** No two things have one id: it is what identifies them through every change. */
export function checkIds(together: Together) {
  const places = new Map<string, string>();
  return eachDocument(together, (document, report) => {
    const { head, parts } = kindOf(document);
    const own = { path: head === undefined ? [] : [head], value: { id: document.id } };
    for (const { path, value } of [own, ...parts(document.body)]) {
      if (value.id === undefined) continue;
      const other = places.get(value.id);
      if (other !== undefined) report([...path, 'id'], 'document.id_twice', { id: value.id, other });
      else places.set(value.id, path.length === 0 ? addressOf(document) : placeIn(pathOf(document), path));
    }
  });
}
