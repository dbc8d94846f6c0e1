export * from './model.ts';
export * from './problem.ts';
export * from './queries.ts';
export * from './records.ts';
export * from './request.ts';
export * from './session.ts';
export * from './types.ts';
