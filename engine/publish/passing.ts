import { connectionProblem } from '../db/connect.ts';

const sqlState = (error: unknown): string => (error as { code?: string } | undefined)?.code ?? '';

/** The connection is gone, or there is none to be had: nobody knows what the last statement did. */
export const isLost = (error: unknown): boolean => connectionProblem(error)?.code === 'engine.unavailable';

/** Others were in the way: a lock not to be had in time, a deadlock, a conflict. What was tried left nothing behind. */
export const isInTheWay = (error: unknown): boolean => /^(55P03|40P01|40001)$/.test(sqlState(error));

/** A statement that was cancelled, by a limit of time or because the process stops. */
export const isCancelled = (error: unknown): boolean => sqlState(error) === '57014';

/** A statement that names a table or column that a publish is still to make. */
export const isNotThere = (error: unknown): boolean => /^(42P01|42703)$/.test(sqlState(error));
