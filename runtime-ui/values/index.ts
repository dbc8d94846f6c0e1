export * from './colors.ts';
export * from './display.tsx';
export * from './format.ts';
export * from './locality.ts';
export * from './tag.tsx';
