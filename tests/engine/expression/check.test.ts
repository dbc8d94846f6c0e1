import { describe, expect, test } from 'vitest';
import { checkExpression } from '../../../engine/expression/index.ts';
import { LIMITS } from '../../../engine/limits.ts';
import { checked, problemsOf, SAMPLE, scopeOf } from './sample-scope.ts';

describe('what a name stands for', () => {
  test.each([
    ['name', [['name']]],
    ['record.name', [['name']]],
    ['former == "x"', [['name']]],
    ['stage == "won" && stage.kind == "won"', [['stage'], ['stage', 'kind']]],
    ['account.parent.owner.name', [['account', 'parent', 'owner', 'name']]],
    ['owner == user.id || owner == user.id', [['owner'], ['$user', 'id']]],
    ['"a" in user.roles', [['$user', 'roles']]],
    ['today()', []],
    ['lines.sum(l, l.amount * amount)', [['amount']]],
  ])('%s', (source, references) => {
    expect(checked(source).references).toEqual(references);
  });

  test('what is read of related records is told apart', () => {
    const { references, children } = checked(
      'lines.filter(l, l.active).all(one, one.parts.exists(p, p.amount > one.amount && name == status)) && has(lines)',
    );
    expect(references).toEqual([['name'], ['status']]);
    expect(children).toEqual([
      {
        path: ['lines'],
        references: [['active'], ['amount']],
        children: [{ path: ['parts'], references: [['amount']], children: [] }],
      },
    ]);
  });

  test('inside of a macro its variable wins over a field, which `record` still reaches', () => {
    const { references, children } = checked('lines.exists(name, record.name == name.due.text())');
    expect([references, children[0]!.references]).toEqual([[['name']], [['due']]]);
  });

  test('a variable wins over a field of its name, which `record` still reaches', () => {
    const scope = scopeOf({ user: 'decimal' }, { user: { id: 'string' } });
    expect(checked('user.id', scope).kind).toBe('string');
    expect(checked('record.user', scope).kind).toBe('decimal');
  });
});

describe('kinds, nulls and digits', () => {
  test.each([
    ['name + " " + status', 'string', true, undefined],
    ['size(tags)', 'decimal', false, [9, 0]],
    ['size(account.tags)', 'decimal', true, [9, 0]],
    ['has(name)', 'bool', false, undefined],
    ['name == null', 'bool', false, undefined],
    ['name == "x"', 'bool', true, undefined],
    ['id == "x"', 'bool', false, undefined],
    ['account.name', 'string', true, undefined],
    ['coalesce(name, "x")', 'string', false, undefined],
    ['max(amount, 0)', 'decimal', false, [16, 2]],
    ['amount + 1', 'decimal', true, [17, 2]],
    ['1.25 * 3', 'decimal', false, [2, 2]],
    ['1 / 3', 'decimal', true, [2, 12]],
    ['amount % 7', 'decimal', true, [1, 2]],
    ['round(amount, 1)', 'decimal', true, [17, 1]],
    ['amount * stage.probability', 'decimal', true, [17, 14]],
    ['big + 1', 'decimal', true, [24, 12]],
    ['created_at', 'timestamp', false, undefined],
    ['created_at + hours(1)', 'timestamp', true, undefined],
    ['due + days(1)', 'date', true, undefined],
    ['today()', 'date', false, undefined],
    ['active ? tags : []', 'list', false, undefined],
    ['active ? amount : null', 'decimal', true, [16, 2]],
    ['null', 'null', true, undefined],
    ['lines.exists(l, l.amount > 1)', 'bool', false, undefined],
    ['lines.sum(l, l.amount)', 'decimal', false, [24, 2]],
    ['lines.avg(l, l.amount)', 'decimal', true, [17, 12]],
    ['lines.max(l, l.due)', 'date', true, undefined],
    ['size(lines.filter(l, l.active))', 'decimal', false, [8, 0]],
    ['tags.filter(t, t != name)', 'list', false, undefined],
    ['active ? null : ""', 'null', true, undefined],
    ['null + ""', 'null', true, undefined],
  ] as const)('%s is %s', (source, kind, nullable, digits) => {
    const { kind: given, tree } = checked(source);
    expect([given, tree.type.nullable, tree.type.digits]).toEqual([kind, nullable, digits]);
  });

  test('a number that can have more than 24 digits before the point is guarded', () => {
    const guarded = (source: string) => {
      const { tree } = checked(source);
      return tree.op === 'call' && tree.guarded === true;
    };
    expect(['big + big', 'amount * amount', '-amount', 'amount + 1'].map(guarded)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    // what cannot be read
    ['', '0 expression.unfinished'],
    ['amount >', '8 expression.unfinished'],
    ['amount = 1', '7 expression.unexpected'],
    ['name（"x"）', '4 expression.unexpected'],
    ['客户 == 1', '0 expression.ascii'],
    ['name == "x', '8 expression.text_open'],
    ['name == "\\q"', '9 expression.escape'],
    ['name == "\\u0000"', '8 expression.characters'],
    ['name == "\ud800"', '8 expression.characters'],
    ['amount > 1e3', '9 expression.number'],
    ['amount > 0x10', '9 expression.number'],
    ['amount > 5u', '9 expression.number'],
    ['amount > 1.0000000000001', '9 expression.number'],
    ['amount > 1000000000000000000000000', '9 expression.number'],
    ['while == 1', '0 expression.reserved'],
    ['tags["a"]', '4 expression.arguments'],
    ['name[0]', '4 expression.arguments'],
    ['tags + [1]', '5 expression.arguments'],
    ['tags == [1]', '5 expression.alike'],
    ['[1].join()', '4 expression.arguments'],
    ['split(note, ",").exists(a, split(note, ",").exists(b, a == b))', '0 expression.steps'],
    ['split(note, ",").all(a, a.matches("^[^@]+@[^@]+[.][a-z]{2,63}$"))', '0 expression.steps'],
    ['name.lowerAsci()', '5 expression.function'],
    ['{"a": 1}', '0 expression.unsupported'],
    ['b"a"', '0 expression.unsupported'],
    ['upper(name).size', '12 expression.dot'],
    // names
    ['amuont > 1', '0 expression.name'],
    ['account.nam == "x"', '8 expression.name'],
    ['__proto__ == 1', '0 expression.reserved'],
    ['constructor == 1', '0 expression.name'],
    ['user.toString == "x"', '5 expression.name'],
    ['name.first == "x"', '5 expression.path'],
    ['account.parent.owner.manager.name == "x"', '0 expression.hops'],
    ['user == "x"', '0 expression.variable'],
    ['record', '0 expression.variable'],
    ['resembles(name, "x")', '0 expression.function'],
    // kinds
    ['name == 1', '5 expression.alike'],
    ['due == "2026-01-01"', '7 expression.quoted'],
    ['"2026-01-01" < due', '0 expression.quoted'],
    ['due in ["2026-01-01"]', '7 expression.quoted'],
    ['due < created_at', '6 expression.moment'],
    ['created_at - days(1)', '13 expression.moved'],
    ['today() - 7', '10 expression.moved'],
    ['active && name', '7 expression.arguments'],
    ['due && 3', '4 expression.arguments'],
    ['active < vip', '7 expression.arguments'],
    ['name.contains(1)', '5 expression.arguments'],
    ['size()', '0 expression.arguments'],
    ['"a" in name', '4 expression.arguments'],
    ['name in [1]', '5 expression.alike'],
    ['["a", 1]', '6 expression.alike'],
    ['name in ["a", null]', '14 expression.null_member'],
    ['[tags]', '1 expression.member'],
    ['active ? 1 : "a"', '7 expression.alike'],
    ['round(amount, count)', '14 expression.literal'],
    ['timestamp(name)', '10 expression.literal'],
    ['days(3)', '0 expression.duration'],
    ['big * big * big * big * big * big', '28 expression.scale'],
    // many
    ['lines', '0 expression.records'],
    ['lines.amount > 1', '6 expression.many'],
    ['lines == "x"', '6 expression.alike'],
    ['lines.exists(l)', '6 expression.macro'],
    ['lines.exists(l, l.amount > 1, 2)', '6 expression.macro'],
    ['lines.exists(l.amount, true)', '15 expression.unexpected'],
    ['exists(lines)', '0 expression.macro'],
    ['lines.exists(user, true)', '13 expression.macro_variable'],
    ['lines.exists(l, lines.exists(l, true))', '29 expression.macro_variable'],
    ['lines.exists(l, l.parts.exists(p, tags.exists(t, true)))', '39 expression.macro_depth'],
    ['lines.exists(l, l.amuont > 1)', '18 expression.name'],
    ['lines.exists(l, l.amount)', '16 expression.arguments'],
    ['lines.sum(l, l.due)', '13 expression.arguments'],
    ['name.exists(t, true)', '5 expression.arguments'],
    ['tags.sum(t, 1)', '5 expression.arguments'],
    ['tags.exists(t, t.name == "x")', '17 expression.path'],
    ['tags.exists(t, t > 1)', '17 expression.alike'],
    ['lines.exists(l, l == name)', '16 expression.variable'],
    ['lines.exists(l, true) && l.amount > 1', '25 expression.name'],
    ['lines.map(l, l.amount)', '6 expression.arguments'],
    ['lines.filter(l, l.active)', '0 expression.records'],
    ['lines.exists(l, old.amount > 1)', '16 expression.name'],
  ])('%s', (source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  test('everything that is wrong with kinds and names is told at once', () => {
    expect(problemsOf('nmae == "x" && amount > "1" && due < created_at')).toEqual([
      '0 expression.name',
      '22 expression.alike',
      '37 expression.moment',
    ]);
  });

  test('what the expression must come to', () => {
    expect(problemsOf('amount', SAMPLE, 'bool')).toEqual(['0 expression.returns']);
    expect(problemsOf('null', SAMPLE, 'bool')).toEqual([]);
    expect(problemsOf('active', SAMPLE, 'bool')).toEqual([]);
  });

  test.each([
    ['amont > 1', 'amount'],
    ['account.nam == "x"', 'name'],
    ['usr.id == owner', 'user'],
    ['contain(name, "x")', 'contains'],
    ['amount = 1', '=='],
    ['amount <> 1', '!='],
    ['active and vip', '&&'],
    ['name == “x”', '"'],
    ['due < "2026-01-01"', 'date("2026-01-01")'],
    ['seen_at < "2026-01-01T00:00:00Z"', 'timestamp("2026-01-01T00:00:00Z")'],
    ['due == created_at', 'date(created_at)'],
    ['due > today() - 7', 'days(7)'],
    ['created_at > now() - days(2)', 'hours(2)'],
    ['user == owner', 'user.id'],
    ['lines.exist(l, true)', 'exists'],
    ['line.exists(l, true)', 'lines'],
    ['lines.exists(l, l.amuont > 1)', 'amount'],
    ['lines.exists(l, l == name)', 'l.amount'],
  ])('%s suggests %s', (source, suggestion) => {
    const result = checkExpression(source, SAMPLE);
    expect(result.ok ? [] : result.problems.map((problem) => problem.suggestion)).toEqual([suggestion]);
  });

  test('messages are in both languages, their kinds too', () => {
    const result = checkExpression('name == 1', SAMPLE);
    expect(!result.ok && result.problems[0]!.message).toEqual({
      en: 'text and number do not go together.',
      'zh-CN': '文本与数字不能放在一起比较。',
    });
  });
});

describe('limits', () => {
  const repeated = (part: string, count: number, sign: string) => Array(count).fill(part).join(sign);

  test('characters', () => {
    const source = `name == "${'x'.repeat(LIMITS.expressionLength)}"`;
    expect(problemsOf(source)).toEqual([`${LIMITS.expressionLength} expression.length`]);
  });

  test('values and operators', () => {
    expect(problemsOf(repeated('active', 399, ' && '))).toEqual([]);
    expect(problemsOf(repeated('active', 400, '&&'))[0]).toMatch('expression.nodes');
    expect(problemsOf(repeated('1', 300, '+'))[0]).toMatch('expression.nodes');
    expect(problemsOf(`${'!'.repeat(4_000)}active`)[0]).toMatch('expression.nodes');
    expect(problemsOf(`${'-'.repeat(4_000)}1`)[0]).toMatch('expression.nodes');
    expect(problemsOf(`name in [${repeated('"a"', 450, ',')}]`)[0]).toMatch('expression.nodes');
  });

  test('nesting', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}active${')'.repeat(depth)}`;
    expect(problemsOf(nested(40))).toEqual([]);
    expect(problemsOf(nested(60))).toEqual(['50 expression.depth']);
    expect(problemsOf(`a${'.a'.repeat(1_900)}`)[0]).toMatch('expression.depth');
    expect(problemsOf(`${'upper('.repeat(60)}name${')'.repeat(60)}`)[0]).toMatch('expression.depth');
  });
});

test('what an expression may cost goes by how long the texts of its fields can be', () => {
  const scope = scopeOf({ name: { kind: 'string', length: 4_000 }, note: 'string' });
  const replaced = (field: string, times: number): string =>
    Array.from({ length: times }).reduce((inner: string) => `replace(${inner}, "-", "")`, field);
  const isTaken = (source: string): boolean => checkExpression(source, scope).ok;
  expect(isTaken(replaced('name', 40))).toBe(true);
  expect(isTaken(replaced('note', 12))).toBe(true);
  expect(isTaken(replaced('note', 40))).toBe(false);
  // what grows with each of them
  expect(isTaken(replaced('name', 40).replaceAll('""', '"++"'))).toBe(false);
});
