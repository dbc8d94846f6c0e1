import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

const ROLES = ['sales', 'sales_manager', 'marketing', 'service', 'viewer'] as const;
/** As the menu has them. */
const OBJECTS = ['opportunity', 'lead', 'account', 'contact', 'follow_up', 'task', 'product'] as const;
type ObjectName = (typeof OBJECTS)[number];

interface Grant {
  readonly object: string;
  readonly do: readonly string[];
  readonly rows: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** What the document of a role says, read here and by nothing of the engine. */
function readingOf(role: string): ReadonlyMap<string, Grant> {
  const { grants } = JSON.parse(readFileSync(`templates/crm/roles/${role}.json`, 'utf8'));
  return new Map(
    grants
      .filter((grant: Grant) => grant.do.includes('read'))
      .map((grant: Grant) => [grant.object, grant] as const),
  );
}

/** Values that stand nowhere else, of fields that some role must not see: as a record is given them, and as they are looked for. */
const SECRETS: Readonly<
  Record<ObjectName, Readonly<Record<string, readonly [value: unknown, text: string]>>>
> = {
  account: {
    phone: ['13900007711', '00007711'],
    email: ['walked.account@example.com', 'walked.account@'],
    annual_revenue: ['77112233', '77112233'],
  },
  contact: {
    mobile: ['13900007722', '00007722'],
    email: ['walked.contact@example.com', 'walked.contact@'],
    wechat: ['wx_contact_7722', 'wx_contact_7722'],
    birthday: ['1977-07-22', '1977-07-22'],
  },
  lead: {
    mobile: ['13900007733', '00007733'],
    email: ['walked.lead@example.com', 'walked.lead@'],
    wechat: ['wx_lead_7733', 'wx_lead_7733'],
  },
  opportunity: { amount: ['7744771', '7744771'], budget: ['7744772', '7744772'] },
  product: { cost: ['7755775', '7755775'] },
  follow_up: {},
  task: {},
};

const secrets = Object.values(SECRETS).flatMap((of) => Object.values(of).map(([, text]) => text));

describe.skipIf(!chromiumPath)('a walk', () => {
  const world = useWorld();
  const users = new Map<string, string>();
  /** by object: id and owner of what each role could come upon */
  const records = new Map<ObjectName, { readonly id: string; readonly owner: string | null }[]>();

  async function put(object: ObjectName, owner: string | null, values: object): Promise<string> {
    const given = Object.entries(SECRETS[object]).map(([field, [value]]) => [field, value]);
    const body = { ...Object.fromEntries(given), ...values, ...(owner && { owner }) };
    const made = await world.served.call('admin', 'POST', `/api/records/${object}`, body);
    expect(made.status, made.text).toBe(201);
    records.set(object, [...(records.get(object) ?? []), { id: made.body.id, owner }]);
    return made.body.id;
  }

  beforeAll(async () => {
    const { call, passwordOf } = world.served;
    for (const name of ROLES) {
      const person = { email: `${name}@example.com`, name, password: passwordOf(name), roles: [name] };
      const made = await call('admin', 'POST', '/api/people', person);
      expect(made.status, made.text).toBe(201);
      users.set(name, made.body.id);
    }
    const product = await put('product', null, { name: 'Shelf', code: 'W-1', category: 'software' });
    for (const owner of [world.served.users.admin, ...users.values()]) {
      const account = await put('account', owner, { name: `Walked ${owner}` });
      const contact = await put('contact', owner, { name: 'Mei', account });
      const opportunity = await put('opportunity', owner, { name: 'Racks', account, contact, product });
      const lead = await put('lead', owner, { name: 'Bo', company: 'Blue Hill' });
      await put('follow_up', owner, { subject: 'Call', account, contact, opportunity });
      await put('task', owner, { subject: 'Send', account, lead });
    }
  }, 120_000);

  const go = (role: string, path: string): Promise<Page> => world.open(role, path, { language: 'en' });
  const linksIn = (page: Page, within: string): Promise<string[]> =>
    page
      .locator(`${within} a[href^="/"]`)
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).getAttribute('href')!));

  test.each(ROLES)(
    'of %s meets nothing that is refused or missing, and nothing outside its role',
    async (role) => {
      const [grants, me] = [readingOf(role), users.get(role)!];
      const allowed = (object: ObjectName) => {
        const grant = grants.get(object);
        if (!grant) return [];
        // who is in no department reaches by it what is their own
        return records.get(object)!.filter(({ owner }) => grant.rows.read === 'all' || owner === me);
      };
      const isSeen = ({ fields }: Grant, field: string): boolean =>
        ['read', 'write'].includes(fields?.[field] ?? fields?.['*'] ?? 'write');
      const hidden = OBJECTS.flatMap((object) =>
        Object.entries(SECRETS[object]).flatMap(([field, [, text]]) => {
          const grant = grants.get(object);
          return grant && isSeen(grant, field) ? [] : [text];
        }),
      );

      const page = await go(role, '/');
      const faults: string[] = [];
      const bodies: Promise<void>[] = [];
      const refused = (answer: { status(): number; url(): string }): void => {
        if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
      };
      const shown = new Set<string>();
      page.on('response', (response) => {
        const { pathname } = new URL(response.url());
        if (!pathname.startsWith('/api/')) return;
        refused(response);
        const judge = (text: string): void => {
          for (const secret of secrets) if (text.includes(secret)) shown.add(secret);
        };
        bodies.push(response.text().then(judge, () => {}));
      });

      const menu = await linksIn(page, '.gx-menu');
      const objects = OBJECTS.filter((object) => grants.has(object));
      expect(menu.filter((to) => OBJECTS.some((object) => to === `/o/${object}`))).toEqual(
        objects.map((object) => `/o/${object}`),
      );

      const known = new Set(objects.flatMap((object) => allowed(object).map(({ id }) => id)));
      const made = new Set([...records.values()].flat().map(({ id }) => id));
      const found = new Set<string>();
      const look = async (path: string): Promise<void> => {
        for (const to of await linksIn(await go(role, path), '#content')) found.add(to.split('#')[0]!);
      };
      for (const to of menu) await look(to);
      const seen = objects.flatMap((object) =>
        allowed(object)
          .slice(0, 2)
          .map(({ id }) => `/o/${object}/${id}`),
      );
      for (const to of seen.slice(0, 10)) await look(to);
      const { request } = page.context();
      // what leads to a record is asked for, what leads elsewhere is gone to
      const others = new Set<string>();
      for (const to of found) {
        const [, object, id] = /^\/o\/(\w+)\/([0-9a-f-]{36})$/.exec(to) ?? [];
        if (id) bodies.push(request.get(`${world.served.address}/api/records/${object}/${id}`).then(refused));
        else others.add(to.split('?')[0]!);
      }
      for (const to of menu) others.delete(to);
      for (const to of others) await go(role, to);
      await Promise.all(bodies);

      expect(faults).toEqual([]);
      expect([...shown].filter((secret) => hidden.includes(secret))).toEqual([]);
      expect(shown.size, 'what may be seen is').toBeGreaterThan(0);
      const led = [...found].flatMap((to) => /\/o\/\w+\/([0-9a-f-]{36})/.exec(to)?.[1] ?? []);
      expect(led.filter((id) => made.has(id) && !known.has(id))).toEqual([]);
      for (const object of OBJECTS) {
        const answer = await page
          .context()
          .request.get(`${world.served.address}/api/records/${object}?fields=id&limit=200`);
        const ids = answer.ok() ? (await answer.json()).records.map(({ id }: { id: string }) => id) : [];
        expect(ids.filter((id: string) => made.has(id)).sort(), object).toEqual(
          allowed(object)
            .map(({ id }) => id)
            .sort(),
        );
      }
    },
    120_000,
  );

  test('ends with the next request of whoever is switched off', async () => {
    const page = await go('viewer', '/');
    const me = () => page.context().request.get(`${world.served.address}/api/me`);
    expect((await me()).status()).toBe(200);
    const path = `/api/people/${users.get('viewer')}/deactivate`;
    const answer = await world.served.call('admin', 'POST', path, { to: world.served.users.admin });
    expect(answer.status, answer.text).toBeLessThan(300);
    expect((await me()).status()).toBe(401);
  });
});
