import type { Labels } from '../errors.ts';
import type { Option } from '../field-types/index.ts';
import { type Body, type Document, type Documents, documentsOf } from './document.ts';
import { derivedId } from './ids.ts';
import { resolveSettings } from './kinds/settings.ts';
import type { ModelPurpose } from './model.ts';
import { CONSENT_FIELDS } from './names.ts';

/** A way to reach somebody; `by` is the kind of address that it takes, where records have fields for that. */
export interface Channel {
  readonly name: string;
  readonly labels: Labels;
  readonly by?: 'email' | 'phone';
}

export const CHANNELS: readonly Channel[] = [
  { name: 'email', labels: { en: 'E-mail', 'zh-CN': '邮件' }, by: 'email' },
  { name: 'phone', labels: { en: 'Phone', 'zh-CN': '电话' }, by: 'phone' },
  { name: 'sms', labels: { en: 'Text message', 'zh-CN': '短信' }, by: 'phone' },
  { name: 'chat', labels: { en: 'Messenger', 'zh-CN': '即时消息' } },
  { name: 'post', labels: { en: 'Post', 'zh-CN': '信函' } },
];

/** How the fields spell for what by which channel somebody has agreed or not: `email:marketing`. */
export const consentWord = (channel: string, purpose: string): string => `${channel}:${purpose}`;

export const [DO_NOT_CONTACT, CONSENTS_GIVEN, CONSENTS_REFUSED] = CONSENT_FIELDS;

const optionsFor = (purposes: readonly ModelPurpose[]): Omit<Option, 'package'>[] =>
  CHANNELS.flatMap((channel) =>
    purposes.map((purpose) => ({
      value: consentWord(channel.name, purpose.name),
      labels: Object.fromEntries(
        [...new Set([...Object.keys(channel.labels), ...Object.keys(purpose.labels)])].map((language) => [
          language,
          [channel, purpose].map(({ labels, name }) => labels[language] ?? labels.en ?? name).join(' · '),
        ]),
      ),
    })),
  );

/** What the document of an object with consents says of them, as if its author had written it. */
function propertiesFor({ id }: Document, purposes: readonly ModelPurpose[], archived: boolean): Body {
  const field = (name: string, type: string, en: string, zh: string, words: Body = {}): [string, Body] => [
    name,
    {
      'x-field': {
        id: derivedId('fld', id, name),
        type,
        labels: { en, 'zh-CN': zh },
        consent: true,
        ...words,
        ...(archived && { archived }),
      },
    },
  ];
  const options = optionsFor(purposes);
  return Object.fromEntries([
    field(DO_NOT_CONTACT, 'boolean', 'Do not contact', '请勿联系'),
    field(CONSENTS_GIVEN, 'multiSelect', 'Agreed to', '已同意', { options }),
    field(CONSENTS_REFUSED, 'multiSelect', 'Objected to', '已拒绝', { options }),
  ]);
}

/**
 * Documents in which every object that has consents has their fields: ordinary ones, so that filters, views, rules,
 * rights and exports need to know nothing of them. Where the capability was taken away they are archived.
 */
export function withConsentFields(documents: Documents): Documents {
  const purposes = resolveSettings(documentsOf(documents, 'settings')[0]).purposes;
  const made = [...documents].flatMap(([address, document]): [string, Document][] => {
    const consent = document.kind === 'object' && document.body['x-object'].capabilities?.consent;
    if (typeof consent !== 'boolean') return [];
    const properties = { ...document.body.properties, ...propertiesFor(document, purposes, !consent) };
    return [[address, { ...document, body: { ...document.body, properties } }]];
  });
  return made.length === 0 ? documents : new Map([...documents, ...made]);
}
