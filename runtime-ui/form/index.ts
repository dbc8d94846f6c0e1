export * from './pending.ts';
export * from './record-form.tsx';
export * from './templates.tsx';
export * from './validator.ts';
export * from './widget.ts';
export { widgets } from './widgets.ts';
