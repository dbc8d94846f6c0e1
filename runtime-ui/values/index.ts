export * from './colors.ts';
export * from './display.tsx';
export * from './format.ts';
export * from './locality.ts';
export * from './person.tsx';
export * from './relations.ts';
export * from './stages.ts';
export * from './tag.tsx';
