import type { Expected } from './expected.ts';
import type { Oracle } from './oracle.ts';
import type { RecordQuestion } from './questions.ts';
import { type Contents, type FieldSpec, isGiven, type StoredRow } from './specification.ts';

const refused = (status: number): Expected => ({ status });

/** What is answered of what stands beside a record. */
export function beside(
  contents: Contents,
  oracle: Oracle,
  { surface, object, id }: RecordQuestion,
): Expected {
  if (!oracle.knows(object)) return refused(404);
  const row = contents.rows.get(object)!.find((each) => each.id === id)!;
  if (surface !== 'team' && !oracle.can(object, 'read')) return refused(403);
  const isToldOfBin = surface === 'history' && oracle.may(row, 'read') && oracle.may(row, 'restore');
  if (!oracle.sees(row) && !(row.isDeleted && isToldOfBin)) return refused(404);
  const fields = [...contents.specification.objects.get(object)!.fields.values()];
  switch (surface) {
    case 'team':
      return {
        status: 200,
        body: {
          members: contents.collaborators
            .filter(({ record }) => record === id)
            .map(({ member, right, isOver }) => [member, right, isOver]),
          canShare: oracle.may(row, 'share'),
        },
      };
    case 'check':
      return {
        status: 200,
        body: {
          isForbidden: !oracle.may(row, 'update'),
          readOnly: fields
            .filter(isGiven)
            .filter(({ name }) => oracle.isShown(object, name) || oracle.couldWrite(object, name))
            .filter(({ name }) => !oracle.mayWrite(row, name, 'update'))
            .map(({ name }) => name),
          formulas: Object.fromEntries(
            fields
              .filter(({ name, formula }) => formula && oracle.canRead(object, name))
              .map(({ name }) => [name, oracle.value(row, [name])]),
          ),
        },
      };
    case 'history':
      return { status: 200, body: { values: historyValues(contents, oracle, row, fields), unseen: [] } };
  }
}

/** What each field came to hold, as far as it is told: who made a record has written it all at once. */
function historyValues(
  contents: Contents,
  oracle: Oracle,
  row: StoredRow,
  fields: readonly FieldSpec[],
): object {
  // what lies in the bin is named to whoever may take it out
  const namedIn = (from: StoredRow, { name, targets }: FieldSpec): StoredRow | undefined => {
    const held = from.values[name];
    const id = targets ? (held as { id: string }).id : held;
    const to = [...contents.rows.values()].flat().find((one) => one.id === id);
    return to && oracle.may(to, 'read') && (!to.isDeleted || oracle.may(to, 'restore')) ? to : undefined;
  };
  const told = fields
    .filter(
      ({ name, isSystem, of, formula, rollup, lines }) =>
        name === 'owner' || !(isSystem || of || formula || rollup || lines),
    )
    .filter(({ name }) => (row.values[name] ?? null) !== null && oracle.right(row, name) !== 'none')
    .map((field) => {
      const { name, kind, targets } = field;
      if (oracle.right(row, name) === 'masked') return [name, 'masked'];
      if (kind !== 'relation' && !targets) return [name, 'read'];
      const to = namedIn(row, field);
      return [name, to ? (targets ? { object: to.object, id: to.id } : to.id) : null];
    });
  return Object.fromEntries(told);
}
