import { makeRandom } from '../parity/random.ts';
import { ask, comparable, isSame, type Said } from './ask.ts';
import { expectedOf } from './expected.ts';
import { makeOracle, type Oracle } from './oracle.ts';
import { type Question, randomQuestion, requestOf, type Surface, smaller } from './questions.ts';
import type { UserSpec } from './specification.ts';
import type { AccessWorld } from './world.ts';

/** A question that the API answers otherwise than the oracle, made as small as it goes. */
export interface Difference {
  readonly user: UserSpec;
  readonly question: Question;
  readonly expected: Said;
  readonly said: Said;
}

const AT_ONCE = 6;

async function judge(
  world: AccessWorld,
  oracle: Oracle,
  question: Question,
): Promise<Difference | undefined> {
  const expected = expectedOf(world, oracle, question);
  const said = await ask(world, oracle, question);
  return isSame(question, expected, said) ? undefined : { user: oracle.user, question, expected, said };
}

async function shrunk(world: AccessWorld, oracle: Oracle, difference: Difference): Promise<Difference> {
  for (const question of smaller(difference.question)) {
    const less = await judge(world, oracle, question);
    if (less) return shrunk(world, oracle, less);
  }
  return difference;
}

/** Asks `n` random questions of random users: `seed` and `part` alone decide which. */
export async function differencesOf(
  world: AccessWorld,
  { seed, n, only }: { readonly seed: number; readonly n: number; readonly only?: Surface },
): Promise<{
  readonly bySurface: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
}> {
  const random = makeRandom(seed);
  const users = [...world.users.values()];
  const oracles = new Map<string, Oracle>();
  const oracleOf = (user: UserSpec): Oracle => {
    const oracle = oracles.get(user.id) ?? makeOracle(world, user);
    oracles.set(user.id, oracle);
    return oracle;
  };
  const bySurface: Record<string, number> = {};
  const differences: Difference[] = [];
  for (let asked = 0; asked < n; asked += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, n - asked) }, () => {
      const oracle = oracleOf(random.pick(users));
      return { oracle, question: randomQuestion(random, world, oracle, only) };
    });
    const found = await Promise.all(
      batch.map(async ({ oracle, question }) => {
        bySurface[question.surface] = (bySurface[question.surface] ?? 0) + 1;
        const difference = await judge(world, oracle, question);
        return difference && shrunk(world, oracle, difference);
      }),
    );
    differences.push(...found.filter((one) => one !== undefined));
  }
  return { bySurface, differences };
}

/** Values that only one side has, by record: what leaks, and what is hidden though it may be seen. */
export function describeDifference(
  world: AccessWorld,
  { user, question, expected, said }: Difference,
): string {
  const { roles, sharing, restrictions } = world.specification;
  const object = 'object' in question ? question.object : undefined;
  const around = new Set([object, world.specification.objects.get(object ?? '')?.follows?.object]);
  const { method, path, body } = requestOf(question, user.id);
  const [left, right] = [comparable(question, expected), comparable(question, said)];
  return [
    `${method} ${decodeURIComponent(path)} ${body ? JSON.stringify(body) : ''}`,
    `  user ${JSON.stringify(user)}`,
    ...user.roles.map(
      (name) =>
        `  ${name} ${JSON.stringify(roles.get(name)!.grants.filter((grant) => object === undefined || around.has(grant.object)))}`,
    ),
    `  rules ${JSON.stringify([...sharing, ...restrictions].filter((rule) => around.has(rule.object)))}`,
    `  oracle ${JSON.stringify(left).slice(0, 1_500)}`,
    `  API    ${JSON.stringify(right).slice(0, 1_500)}`,
  ].join('\n');
}
