import { nearest, type ProblemItem } from '../../errors.ts';
import { type Body, type Document, isSame } from '../document.ts';
import { pathOf } from '../folder.ts';
import { propertiesOf } from '../kinds/object.ts';
import { nameFrom } from '../names.ts';
import { type Report, reportOn } from '../report.ts';
import { withoutPackage } from './merge-extension.ts';
import { keyOf, OBJECT_WORDS, RELABELS, readOverlay, TIGHTENS } from './overlays.ts';
import { isOverlay, type Statement, statementsOf } from './statements.ts';

/** The package that laid something over the same place. */
const takenBy = (body: Body, { overlay }: Statement): string | undefined =>
  Object.entries<Body>(body['x-extensions'] ?? {}).find(([, places]) => keyOf(overlay) in places)?.[0];

function checkStatement(body: Body, statement: Statement, report: Report): void {
  const { overlay, value, path } = statement;
  const before = readOverlay(body, overlay);
  if (isSame(before, value)) return;
  const { word } = overlay;
  const isAllowed = overlay.field === undefined || RELABELS.has(word) || TIGHTENS[word]?.(before, value);
  const other = takenBy(body, statement);
  if (!isAllowed) report(path, 'document.extension_changes', { word });
  else if (other !== undefined) report(path, 'document.extension_conflict', { package: other });
}

/** What an extension must not say: it adds, relabels and tightens, and only what is there. */
export function checkExtension(base: Document, extension: Document): ProblemItem[] {
  const { problems, report } = reportOn(pathOf(extension));
  if (base.package === extension.package) {
    report(['x-object', 'extends'], 'document.extends_own', { name: base.key });
    return problems;
  }
  const body = withoutPackage(base.body, extension.package);
  for (const word of Object.keys(extension.body['x-object'])) {
    if (word !== 'extends' && !OBJECT_WORDS.has(word)) {
      report(['x-object', word], 'document.extension_changes', { word });
    }
  }
  const known = new Map(propertiesOf(body));
  for (const [name, property] of propertiesOf(extension.body)) {
    const there = known.get(name);
    if (!there && isOverlay(property)) {
      const near = nearest(name, known.keys());
      report(['properties', name], 'document.no_field', { object: base.key, name }, near);
    } else if (there && !isOverlay(property)) {
      const params = { name, package: there['x-field'].package ?? base.package };
      report(['properties', name], 'document.field_taken', params, nameFrom(`${extension.package}_${name}`));
    }
  }
  for (const statement of statementsOf(body, extension.body).overlays) {
    checkStatement(body, statement, report);
  }
  return problems;
}
