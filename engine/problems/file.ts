import type { ProblemRow } from './problem-row.ts';

/** What an upload or a download is refused for. */
export const fileProblems = {
  'file.not_found': [404, 'There is no such file.', '没有该文件。'],
  'file.field': [
    404,
    'There is no field “{field}” of “{object}” for which you may upload files.',
    '没有可供您上传文件的字段：“{object}”的“{field}”。',
  ],
  'file.refused': [422, 'The file is not taken.', '文件未被接受。'],
  'file.empty': [422, 'The file is empty.', '文件为空。'],
  'file.broken': [400, 'The upload ended too early.', '上传提前中断。'],
  'file.waiting': [
    429,
    'You have {limit} uploaded files that no record holds yet; save or wait before you upload more.',
    '您已有 {limit} 个文件上传后尚未保存到记录，请先保存或稍后再传。',
  ],
  'file.full': [507, 'There is no room left to store the file.', '存储空间不足，无法保存文件。'],
  'file.unwritable': [
    500,
    'The file could not be stored: the engine cannot write to its data folder. Tell whoever runs it.',
    '文件无法保存：系统无法写入数据目录，请联系运维人员。',
  ],
} satisfies Record<string, ProblemRow>;
