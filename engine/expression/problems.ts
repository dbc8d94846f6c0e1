import { type Labels, messageOf, type ProblemCode, type ProblemParams } from '../errors.ts';
import { publicKind, type Type, type TypeKind } from './kinds.ts';

/** What is wrong with an expression, and where: an offset into its source in UTF-16 units. */
export interface ExpressionProblem {
  readonly position: number;
  readonly code: ProblemCode;
  readonly message: Labels;
  /** the nearest right thing */
  readonly suggestion?: string;
}

type Params = Readonly<Record<string, string | number | Labels>>;

const inLanguage = (params: Params, language: string): ProblemParams =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'object' ? (value[language] ?? '') : value,
    ]),
  );

/** A problem with its message in both languages; parameters may differ by language. */
export function problemAt(
  position: number,
  code: ProblemCode,
  params: Params = {},
  suggestion?: string,
): ExpressionProblem {
  const message = Object.fromEntries(
    ['en', 'zh-CN'].map((language) => [language, messageOf(code, inLanguage(params, language))[language]!]),
  );
  return { position, code, message, ...(suggestion !== undefined && { suggestion }) };
}

const KIND_LABELS: Readonly<Record<TypeKind, Labels>> = {
  string: { en: 'text', 'zh-CN': '文本' },
  decimal: { en: 'number', 'zh-CN': '数字' },
  bool: { en: 'yes/no', 'zh-CN': '是/否' },
  date: { en: 'date', 'zh-CN': '日期' },
  timestamp: { en: 'moment', 'zh-CN': '时间' },
  duration: { en: 'duration', 'zh-CN': '时长' },
  days: { en: 'days', 'zh-CN': '天数' },
  hours: { en: 'hours', 'zh-CN': '小时数' },
  list: { en: 'list', 'zh-CN': '列表' },
  records: { en: 'related records', 'zh-CN': '相关记录' },
  encrypted: { en: 'encrypted text', 'zh-CN': '加密文本' },
  null: { en: 'null', 'zh-CN': '空值' },
};

/** What people call a kind. */
export const kindLabel = (kind: TypeKind): Labels => KIND_LABELS[kind];

/** What people call what they have given: `text, number`. */
export const kindsLabel = (types: readonly Type[]): Labels => ({
  en: types.map(({ kind }) => KIND_LABELS[kind].en).join(', ') || 'nothing',
  'zh-CN': types.map(({ kind }) => KIND_LABELS[kind]['zh-CN']).join('、') || '无',
});

/** Kinds with “or” between them. */
export const kindsOr = (kinds: readonly TypeKind[]): Labels => {
  const unique = [...new Set(kinds.map((kind) => (kind === 'null' ? kind : publicKind(kind))))];
  return {
    en: unique.map((kind) => KIND_LABELS[kind].en).join(' or '),
    'zh-CN': unique.map((kind) => KIND_LABELS[kind]['zh-CN']).join('或'),
  };
};
