import type { Route, Surface } from '../../engine/route.ts';

/** What somebody must not see, and from where they would look for it. */
export interface Hidden {
  /** who looks */
  readonly user: string;
  readonly object: string;
  readonly id: string;
  readonly field: string;
  /** whether the record itself may be seen, only not the field */
  readonly isRecordSeen: boolean;
  /** whether numbers can be worked out over the field */
  readonly isNumber: boolean;
  /** what the field holds, or held, as it would be searched for */
  readonly text: string;
  /** relations that lead to the record's object, with a record that has one */
  readonly pointing: readonly { readonly object: string; readonly via: string; readonly id: string }[];
  /** files that a field of the record holds */
  readonly files: readonly string[];
}

export interface Asked {
  readonly method: Route['method'];
  readonly path: string;
  readonly body?: unknown;
}

type Address = Pick<Route, 'method' | 'path'>;
type Query = Readonly<Record<string, string>>;

/** How a surface is asked for what is hidden. Nothing that is asked may change anything. */
type Asking = (route: Address, hidden: Hidden) => readonly Asked[];

const NOBODY = '0190a000-0000-7000-8000-000000000000';
const UNKNOWN = 'no_such_field';

/** An address with its parameters filled in; those that are not given name nothing that is there. */
const at = (path: string, given: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(given[name] ?? NOBODY));

const withQuery = (path: string, query: Query): string =>
  Object.keys(query).length === 0 ? path : `${path}?${new URLSearchParams(query)}`;

const atRecord: Asking = ({ method, path }, hidden) => [{ method, path: at(path, hidden as never) }];

const plainly: Asking = ({ method, path }) => [{ method, path: at(path, {}) }];

/** The field, by itself and by each way that leads to it. */
const waysTo = ({
  object,
  field,
  pointing,
}: Hidden): readonly (readonly [object: string, path: string])[] => [
  [object, field],
  ...pointing.map(({ object: from, via }) => [from, `${via}.${field}`] as const),
];

/** Lists that name the field wherever a list can name one, and lists that do not. */
function listsOf(hidden: Hidden): readonly (readonly [object: string, query: Query])[] {
  const objects = new Set([hidden.object, ...hidden.pointing.map(({ object }) => object)]);
  const plain: readonly Query[] = [
    { limit: '100', count: 'exact' },
    { q: hidden.text, count: 'exact' },
    { deleted: 'only' },
  ];
  const naming = (path: string): readonly Query[] => [
    { fields: `id,${path}` },
    { sort: path, fields: 'id' },
    { filter: `has(${path})`, fields: 'id', count: 'exact' },
  ];
  return [
    ...[...objects].flatMap((object) => plain.map((query) => [object, query] as const)),
    ...waysTo(hidden).flatMap(([object, path]) => naming(path).map((query) => [object, query] as const)),
    ...hidden.pointing.flatMap(({ object, via }) => naming(via).map((query) => [object, query] as const)),
  ];
}

/** How each surface is asked; `nothing` is answered with nothing. */
export const SURFACES: Readonly<Record<Exclude<Surface, 'nothing'>, Asking>> = {
  actions: atRecord,
  /** asked by nobody who holds the right */
  administration: ({ method, path }) => [
    { method, path: at(path, {}), ...(method !== 'GET' && method !== 'DELETE' && { body: {} }) },
  ],
  aggregate: ({ method, path }, hidden) =>
    [
      [hidden.object, undefined, ['count()']] as const,
      ...waysTo(hidden).flatMap(([object, way]) => [
        [object, way, ['count()']] as const,
        [
          object,
          undefined,
          [`count(${way})`, ...(hidden.isNumber ? [`sum(${way})`, `max(${way})`] : [])],
        ] as const,
      ]),
      ...hidden.pointing.map(({ object, via }) => [object, via, ['count()', `count(${via})`]] as const),
    ].map(([object, group, measures]) =>
      method === 'GET'
        ? {
            method,
            path: withQuery(at(path, { object }), { ...(group && { group }), measures: measures.join(',') }),
          }
        : { method, path: at(path, { object }), body: { ...(group && { group: [group] }), measures } },
    ),
  check: ({ method, path }, { object, id, field, pointing }) => [
    { method, path: at(path, { object }), body: { id, values: {} } },
    { method, path: at(path, { object }), body: { values: { [field]: null } } },
    ...pointing.flatMap(({ object: from, via, id: one }) => [
      { method, path: at(path, { object: from }), body: { id: one, values: {} } },
      { method, path: at(path, { object: from }), body: { values: { [via]: id } } },
    ]),
  ],
  /** what is written is refused, if not for its rights */
  consents: ({ method, path }, hidden) => [
    { method, path: at(path, hidden as never), ...(method === 'POST' && { body: { state: 'given' } }) },
  ],
  contact: ({ method, path }, { object, id, text }) => {
    const use = { channel: 'email', purpose: 'service' };
    return [
      { method, path, body: { object, ids: [id], ...use } },
      { method, path, body: { addresses: [text], ...use } },
    ];
  },
  duplicates: ({ method, path }, { object, pointing }) =>
    method === 'GET'
      ? [object, ...pointing.map((one) => one.object)].map((one) => ({
          method,
          path: at(path, { object: one }),
        }))
      : [],
  /** a table without chosen columns says when its records were changed */
  export: ({ method, path }, hidden) =>
    listsOf(hidden)
      .filter(([, { deleted }]) => deleted === undefined)
      .flatMap(([object, { limit: _, count, ...query }]) =>
        ['jsonl', ...(query.fields ? ['csv'] : [])].map((format) => ({
          method,
          path: at(path, { object }),
          body: { format, ...query },
        })),
      ),
  file: ({ method, path }, { files }) => [...files, NOBODY].map((id) => ({ method, path: at(path, { id }) })),
  form: atRecord,
  history: ({ method, path }, { object, id, pointing }) =>
    [{ object, id }, ...pointing].flatMap((one) => {
      const address = at(path, { object: one.object, id: one.id });
      return [address, `${address}?limit=1`].map((each) => ({ method, path: each }));
    }),
  import: ({ method, path }) => (method === 'GET' ? [{ method, path: at(path, {}) }] : []),
  list: ({ method, path }, hidden) =>
    listsOf(hidden).map(([object, query]) => ({ method, path: withQuery(at(path, { object }), query) })),
  me: ({ method, path }) => (method === 'GET' ? [{ method, path }] : []),
  merge: ({ method, path }, { object, id, pointing }) =>
    [{ object, id }, ...pointing].flatMap((one) => {
      const address = at(path, { object: one.object, id: one.id });
      return [
        { method, path: address, body: { others: [NOBODY] } },
        { method, path: at(path, { object: one.object, id: NOBODY }), body: { others: [one.id] } },
      ];
    }),
  model: atRecord,
  models: plainly,
  openapi: plainly,
  own: ({ method, path }) => (method === 'GET' ? [{ method, path }] : []),
  query: ({ method, path }, hidden) => [
    ...waysTo(hidden).map(([object, way]) => ({
      method,
      path: at(path, { object }),
      body: { fields: `id,${way}`, sort: way, filter: `has(${way})` },
    })),
    ...hidden.pointing.map(({ object, via, id }) => ({
      method,
      path: at(path, { object: hidden.object }),
      body: { for: { object, field: via, id, values: {} } },
    })),
  ],
  record: ({ method, path }, { object, id, field, pointing }) => [
    { method, path: at(path, { object, id }) },
    { method, path: withQuery(at(path, { object, id }), { fields: `id,${field}` }) },
    ...pointing.flatMap(({ object: from, via, id: one }) => [
      { method, path: at(path, { object: from, id: one }) },
      { method, path: withQuery(at(path, { object: from, id: one }), { fields: `${via}.${field}` }) },
    ]),
  ],
  rights: ({ method, path }, { object, id, field, user }) => {
    const queries: readonly Query[] = [{}, { action: 'update' }, { field }, { user }];
    return queries.map((query) => ({ method, path: withQuery(at(path, { object, id }), query) }));
  },
  search: ({ method, path }, { object, text }) => {
    const queries: readonly Query[] = [
      { q: text },
      { q: text, objects: object },
      { q: text.slice(0, 3), limit: '100' },
    ];
    return queries.map((query) => ({ method, path: withQuery(path, query) }));
  },
  team: atRecord,
  trial: ({ method, path }, { object, field, id }) => [
    { method, path, body: { object, expression: field, records: [id] } },
    { method, path, body: { object, expression: `has(${field})`, records: 'latest' } },
  ],
  /** only what is refused, if not for its rights: of records that are not seen everything, of others what writes */
  written: ({ method, path }, { object, id, field, user, isRecordSeen }) => {
    const values = { [field]: null, [UNKNOWN]: null };
    const address = at(path, { object, id, name: 'restore' });
    if (path === '/api/records/:object') return [{ method, path: address, body: values }];
    if (path.endsWith('/batch')) return [{ method, path: address, body: [{ op: 'update', id, values }] }];
    if (method === 'PATCH') return [{ method, path: address, body: values }];
    if (isRecordSeen || path.endsWith('/undo')) return [];
    if (method === 'PUT') return [{ method, path: address, body: { user, right: 'read' } }];
    if (path.endsWith('/transfer')) return [{ method, path: address, body: { to: user, ids: [id] } }];
    if (/\/(claim|release)$/.test(path)) return [{ method, path: address, body: { ids: [id] } }];
    return [{ method, path: address }];
  },
};

/** Everything that somebody may ask of an API who looks for what is hidden. */
export const questionsAbout = (routes: readonly Route[], hidden: Hidden): readonly Asked[] =>
  routes.flatMap(({ reads, method, path }) =>
    reads === 'nothing' ? [] : SURFACES[reads]({ method, path }, hidden),
  );
