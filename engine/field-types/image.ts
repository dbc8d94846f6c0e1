import { defineFieldType } from './define-field-type.ts';
import { oneFile, singleFile } from './file.ts';
import { fileSettings } from './files.ts';

const LOGO = { id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e', name: 'logo.png', size: 2_048, type: 'image/png' };

const PICTURES = ['image'];

/** A picture; what is none by its content is refused, whatever its name says. */
export const image = defineFieldType({
  name: 'image',
  labels: { en: 'Image', 'zh-CN': '图片' },
  help: { en: 'One picture, such as a logo or a photo.', 'zh-CN': '一张图片，如标志或照片。' },
  icon: 'picture',
  settings: { properties: fileSettings },
  tells: ['maxSize'],
  example: {
    'x-field': { id: 'fld_imag0001', type: 'image', labels: { en: 'Logo', 'zh-CN': '标志' }, maxSize: 5 },
  },
  samples: [
    { given: LOGO, stored: LOGO },
    { given: '', stored: null },
  ],
  wrong: [7, LOGO.id, { ...LOGO, type: 'application/pdf' }, { ...LOGO, type: 'image/svg+xml' }, [LOGO]],
  ...singleFile,
  files: { accepts: PICTURES },
  normalise: (value, field) => (value === '' ? null : oneFile(value, field, PICTURES)),
});
