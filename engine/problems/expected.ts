/** What `request.value` says was expected, where that is no word of the address itself. */
export const EXPECTED = {
  text: { en: 'a text', 'zh-CN': '文本' },
  texts: { en: 'texts', 'zh-CN': '若干文本' },
  object: { en: 'an object', 'zh-CN': '对象' },
  id: { en: 'the id of a record', 'zh-CN': '记录的编号' },
  uniqueField: {
    en: 'the name of a field that is unique or an external id',
    'zh-CN': '值唯一的字段或外部编号的名称',
  },
  planHash: { en: 'the hash of a plan', 'zh-CN': '变更计划的 hash' },
  objectName: { en: 'the name of an object', 'zh-CN': '对象的名称' },
  fileName: { en: 'the name of a file', 'zh-CN': '文件的名称' },
} as const;
