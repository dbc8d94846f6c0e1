import i18next from 'i18next';
import { paletteEn } from './palette-en.ts';
import { paletteZhCN } from './palette-zh-CN.ts';

// they come with the palette: lists are light
i18next.addResourceBundle('en', 'translation', { palette: paletteEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { palette: paletteZhCN }, true);
