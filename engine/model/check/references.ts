import { nearest, type ProblemCode } from '../../errors.ts';
import { quoted } from '../../field-types/index.ts';
import { LIMITS } from '../../limits.ts';
import { type DocumentKind, documentsOf } from '../document.ts';
import { type Reference, type ReferenceKind, referencesOf } from '../references.ts';
import type { Report } from '../report.ts';
import { hasParts, type Member, memberPart, partNames } from '../scope.ts';
import { lostField } from '../sound-part.ts';
import { eachDocument, isAsleep, type Together } from './together.ts';

const short = (name: string): string => [...name].slice(0, 80).join('');

/** Kinds of documents that are named by their key. */
const DOCUMENTS: Readonly<Partial<Record<ReferenceKind, { kind: DocumentKind; code: ProblemCode }>>> = {
  object: { kind: 'object', code: 'document.no_object' },
  'option-set': { kind: 'option-set', code: 'document.no_option_set' },
  calendar: { kind: 'calendar', code: 'document.no_calendar' },
  role: { kind: 'role', code: 'document.no_role' },
  view: { kind: 'view', code: 'document.no_view' },
};

type Check = (together: Together, reference: Reference, report: Report) => void;

const checkDocumentNamed: Check = ({ documents, broken }, { path, to, name }, report) => {
  const { kind, code } = DOCUMENTS[to]!;
  const address = `${kind}/${name}`;
  if (documents.has(address) || broken.has(address)) return;
  const names = documentsOf(documents, kind).map(({ key }) => key);
  report(path, code, { name: quoted(name) }, nearest(short(name), names));
};

/** Whether an object has the field, be it archived; of objects of which nothing is known it is not asked. */
function hasField({ objects, broken }: Together, object: string, name: string): boolean {
  const found = objects.get(object);
  if (!found || found.fields.has(name) || broken.has(lostField(object, name))) return true;
  return [...found.fieldsById.values()].some((field) => field.name === name);
}

const checkField: Check = (together, { path, name, object }, report) => {
  if (object === undefined || hasField(together, object, name)) return;
  const { aliases, fields } = together.objects.get(object)!;
  const near = aliases.get(name) ?? nearest(short(name), fields.keys());
  report(path, 'document.no_field', { object, name: quoted(name) }, near);
};

/** What a dot behind a composite names: one of its parts, and nothing behind that. */
function checkPart(
  member: Member,
  steps: readonly string[],
  index: number,
  sign: string,
  report: Report,
  path: Reference['path'],
  name: string,
): void {
  const part = steps[index + 1]!;
  if (!memberPart(member, part)) {
    const near = nearest(short(part), partNames(member));
    const whole = near && `${sign}${steps.with(index + 1, near).join('.')}`;
    report(path, 'document.no_part', { name: quoted(part), field: member.name }, whole);
  } else if (index < steps.length - 2) report(path, 'query.path', { name: quoted(name), at: part });
}

/** A path over relations; a sign before one to sort by does not belong to it. */
const checkPath: Check = (together, { path, name, object, to }, report) => {
  if (object === undefined) return;
  const sign = to === 'sort' && /^[+-]/.test(name) ? name[0]! : '';
  const steps = name.slice(sign.length).split('.');
  if (steps.length > LIMITS.pathHops + 1) {
    report(path, 'query.hops', { name: quoted(name), limit: LIMITS.pathHops });
    return;
  }
  let at = object;
  for (const [index, step] of steps.entries()) {
    const here = together.readable(at);
    // an archived object or field keeps its place until it is restored
    if (!here) return;
    const member = here.member(step);
    const isLast = index === steps.length - 1;
    if (!member || member.name !== step) {
      if (!member && hasField(together, at, step)) return;
      const near = member?.name ?? nearest(short(step), here.names());
      const whole = near && `${sign}${steps.with(index, near).join('.')}`;
      report(path, 'document.no_field', { object: at, name: quoted(step) }, whole);
      return;
    }
    if (isLast) {
      if (to === 'sort' && member.type.kind === 'encrypted')
        report(path, 'query.sort', { name: quoted(name) });
      return;
    }
    if (hasParts(member)) {
      checkPart(member, steps, index, sign, report, path, name);
      return;
    }
    if (member.target === undefined) {
      report(path, 'query.path', { name: quoted(name), at: step });
      return;
    }
    at = member.target;
  }
};

const checkOption: Check = ({ documents }, { path, name, property }, report) => {
  const { options, optionSet, allowOther } = property?.['x-field'] ?? {};
  const known = options ?? documents.get(`option-set/${optionSet}`)?.body.options;
  if (!Array.isArray(known) || allowOther === true) return;
  const values = known.map(({ value }) => String(value));
  if (!values.includes(name)) {
    report(path, 'document.no_option', { name: quoted(name) }, nearest(short(name), values));
  }
};

const checkStage: Check = ({ objects }, { path, name, object }, report) => {
  const pipelines = objects.get(object ?? '')?.pipelines ?? [];
  if (pipelines.length === 0) return;
  const names = pipelines.flatMap(({ stages }) =>
    stages.filter(({ archived }) => !archived).map((stage) => stage.name),
  );
  if (!names.includes(name)) {
    report(path, 'document.no_stage', { name: quoted(name) }, nearest(short(name), names));
  }
};

const CHECKS: Readonly<Record<ReferenceKind, Check>> = {
  object: checkDocumentNamed,
  'option-set': checkDocumentNamed,
  calendar: checkDocumentNamed,
  role: checkDocumentNamed,
  view: checkDocumentNamed,
  // which packages and versions there are, is asked when a package is installed
  package: () => {},
  field: checkField,
  path: checkPath,
  sort: checkPath,
  option: checkOption,
  // a document's own, which its kind checks
  tab: () => {},
  stage: checkStage,
};

/** Every name leads somewhere. What is archived still counts: it is left out of the Model until it is restored. */
export const checkReferences = (together: Together) =>
  eachDocument(together, (document, report) => {
    for (const reference of referencesOf(document).references) {
      if (!isAsleep(together, document, reference.path)) CHECKS[reference.to](together, reference, report);
    }
  });
