import { html, raw } from 'hono/html';
import { type Labels, textIn } from '../errors.ts';
import type { ExportedConsent, ExportedRecord, PersonExport } from './export.ts';

/** The words of the document, in the languages in which people can be answered. */
const WORDS = {
  title: { en: 'What is kept of you', 'zh-CN': '关于您的个人信息' },
  at: { en: 'As of', 'zh-CN': '生成时间' },
  field: { en: 'Field', 'zh-CN': '字段' },
  value: { en: 'Value', 'zh-CN': '内容' },
  consents: { en: 'What you have said of being contacted', 'zh-CN': '您对联系作出的表示' },
  said: { en: 'Said', 'zh-CN': '表示' },
  about: { en: 'About', 'zh-CN': '适用范围' },
  how: { en: 'How it was obtained', 'zh-CN': '获取方式' },
  until: { en: 'until', 'zh-CN': '有效期至' },
  history: { en: 'What was changed', 'zh-CN': '变更记录' },
  from: { en: 'Before', 'zh-CN': '变更前' },
  to: { en: 'After', 'zh-CN': '变更后' },
  when: { en: 'When', 'zh-CN': '时间' },
  files: { en: 'Files', 'zh-CN': '文件' },
} as const satisfies Readonly<Record<string, Labels>>;

const STYLE = `
body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2328;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
table{width:100%;border-collapse:collapse}
th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;border-top:1px solid #d8dee4;overflow-wrap:anywhere}
th{font-weight:600}td:first-child{width:30%}
@media print{body{margin:0}h2{break-after:avoid}tr{break-inside:avoid}}`;

/** Nothing in it runs or asks for anything, wherever it is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

type Cell = string | null | undefined;

const table = (heads: readonly string[], rows: readonly (readonly Cell[])[]) => html`
  <table>
    <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell ?? ''}</td>`)}</tr>`)}</tbody>
  </table>`;

/** A value of the audit as people read it. */
const plain = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** The same as a page for the person to read or print: all of it in one file, and every value as text. */
export async function exportHtml(told: PersonExport): Promise<string> {
  const { at, language, records, history, consents, files } = told;
  const word = (name: keyof typeof WORDS): string => textIn(WORDS[name], language);
  const ofRecord = ({ label, title, id, values }: ExportedRecord) => html`
    <h2>${label}: ${title ?? id}</h2>
    ${table(
      [word('field'), word('value')],
      values.map((value) => [value.label, value.text]),
    )}`;
  const ofConsent = (consent: ExportedConsent): readonly Cell[] => [
    consent.at,
    consent.until === null ? consent.said : `${consent.said} (${word('until')} ${consent.until})`,
    consent.about,
    [consent.source, consent.words, consent.evidence].filter((text) => text).join(' · '),
  ];
  const page = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${word('title')}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${word('title')}</h1>
<p>${word('at')}: ${at}</p>
${records.map(ofRecord)}
${
  consents.length > 0 &&
  html`<h2>${word('consents')}</h2>${table([word('when'), word('said'), word('about'), word('how')], consents.map(ofConsent))}`
}
${
  history.length > 0 &&
  html`<h2>${word('history')}</h2>${table(
    [word('when'), word('field'), word('from'), word('to')],
    history.map(({ at: when, field, from, to }) => [when, field, plain(from), plain(to)]),
  )}`
}
${files.length > 0 && html`<h2>${word('files')}</h2><ul>${files.map(({ name }) => html`<li>${name}</li>`)}</ul>`}
</body>
</html>
`;
  return String(page);
}
