import type { TestEngine } from '../../support/engine.ts';
import { objectBody, publishInto, type TestDocuments } from '../../support/workspace-of.ts';

const label = (en: string) => ({ en, 'zh-CN': `${en}（中）` });

/** Happenings with guests, whose links say a part, and with halls, whose links say nothing further. */
export const EVENTS: TestDocuments = {
  'object/happening': objectBody(
    'happening',
    {
      name: { type: 'text' },
      guests: { type: 'lookup', target: 'guest', manyToMany: true, through: 'attendance' },
      halls: { id: 'fld_halls000001', type: 'lookup', target: 'hall', manyToMany: true },
      guest_count: { type: 'rollup', rollup: { function: 'count', object: 'attendance', via: 'happening' } },
    },
    { required: ['name'] },
  ),
  'object/guest': objectBody('guest', {
    name: { type: 'text', unique: true },
    happenings: { type: 'lookup', target: 'happening', manyToMany: true, through: 'attendance' },
  }),
  'object/hall': objectBody('hall', { name: { type: 'text', unique: true } }),
  'object/attendance': objectBody(
    'attendance',
    {
      happening: { type: 'lookup', target: 'happening', onDelete: 'cascade' },
      guest: { type: 'lookup', target: 'guest', onDelete: 'cascade' },
      part: { type: 'text' },
    },
    { head: { ownership: 'none', unique: [['happening', 'guest']] }, required: ['happening', 'guest'] },
  ),
  'role/host': {
    name: 'host',
    labels: label('Host'),
    grants: [
      {
        object: 'happening',
        do: ['create', 'read', 'update', 'delete'],
        rows: { read: 'all', update: 'own' },
      },
      { object: 'hall', do: ['read'] },
      { object: 'guest', do: ['read'], rows: { read: 'own' } },
      { object: 'attendance', do: ['create', 'read', 'update', 'delete'] },
    ],
  },
};

/** Publishes them; `member` is a host. */
export async function publishEvents(world: TestEngine): Promise<void> {
  const { status, text } = await publishInto(world, EVENTS, 'events');
  if (status !== 200) throw new Error(text);
  const put = await world.call('operator', 'PUT', `/api/people/${world.users.member}/roles`, {
    roles: ['host'],
  });
  if (put.status >= 300) throw new Error(put.text);
}
