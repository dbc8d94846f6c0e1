import type { KeyboardCoordinateGetter } from '@dnd-kit/core';

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };

/** An arrow key carries a lifted card to the neighbouring column. */
export const toNextColumn: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const step = STEPS[event.code];
  if (step === undefined) return undefined;
  event.preventDefault();
  const columns = [...context.droppableRects.entries()].sort(([, a], [, b]) => a.left - b.left);
  const over = context.over?.id ?? context.active?.data.current?.column;
  const at = columns.findIndex(([id]) => id === over);
  const next = columns[Math.min(Math.max(at + step, 0), columns.length - 1)]?.[1];
  return next ? { x: next.left + 8, y: Math.max(next.top + 8, 0) } : currentCoordinates;
};
