import {
  type ClientRect,
  type Collision,
  type CollisionDetection,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  pointerWithin,
} from '@dnd-kit/core';
import type { Spot } from '../draft/arrange.ts';

/** What is moved. */
export type Dragged =
  | { readonly kind: 'type'; readonly type: string; readonly label: string }
  | { readonly kind: 'field'; readonly field: string; readonly label: string; readonly isPlaced: boolean }
  | { readonly kind: 'section'; readonly id: string; readonly label: string };

/** Where it can be put. */
export type Target =
  /** before a field, or at the end of a section */
  | ({ readonly kind: 'spot' } & Spot)
  /** before a section, or behind the last one of a tab; `tab` undefined: above the tabs */
  | { readonly kind: 'gap'; readonly tab: string | undefined; readonly before?: string }
  /** into a tab whose contents are not on screen */
  | { readonly kind: 'tab'; readonly tab: string }
  /** on no form */
  | { readonly kind: 'tray' };

/** What a place to drop on says of itself. */
export interface Place {
  readonly target: Target;
  /** what dropping on its second half means, where that is something else */
  readonly after?: Target;
  /** fields stand side by side in it */
  readonly isAcross?: boolean;
  /** what it is called when a screen reader passes it */
  readonly label: string;
}

export const accepts = (dragged: Dragged, { kind }: Target): boolean => {
  if (dragged.kind === 'section') return kind === 'gap' || kind === 'tab';
  if (kind === 'tray') return dragged.kind === 'field' && dragged.isPlaced;
  return kind === 'spot' || kind === 'tab';
};

const draggedOf = (active: { readonly data: { readonly current?: unknown } } | null): Dragged | undefined =>
  active?.data.current as Dragged | undefined;

export const placeOf = (container: DroppableContainer): Place => container.data.current as Place;

/** The target that a pointer or the keyboard is at, out of the collisions of an event. */
export const targetOf = (collisions: readonly Collision[] | null): Target | undefined =>
  collisions?.[0]?.data?.target as Target | undefined;

const isBehind = (place: Place, rect: ClientRect, { x, y }: { x: number; y: number }): boolean =>
  place.isAcross ? x > rect.left + rect.width / 2 : y > rect.top + rect.height / 2;

/** A field of a section counts before the section that it stands in. */
const byNearness = ({ target }: Place): number => (target.kind === 'spot' && target.before ? 0 : 1);

/** The point of a place that the keyboard goes to: the end of a section is at its lower edge. */
function pointOf({ target }: Place, { left, top, width, height }: ClientRect): { x: number; y: number } {
  const isEnd = target.kind === 'spot' && target.before === undefined;
  return { x: left + width / 2, y: isEnd ? top + height : top + height / 2 };
}

const middleOf = ({ left, top, width, height }: ClientRect) => ({ x: left + width / 2, y: top + height / 2 });

/** The place whose point is nearest to the middle of what the keyboard moves. */
const nearestPoint: CollisionDetection = ({ collisionRect, droppableContainers, droppableRects }) => {
  const at = middleOf(collisionRect);
  return droppableContainers
    .flatMap((one) => {
      const rect = droppableRects.get(one.id);
      if (!rect) return [];
      const point = pointOf(placeOf(one), rect);
      return [{ id: one.id, data: { value: Math.hypot(point.x - at.x, point.y - at.y) } }];
    })
    .sort((a, b) => a.data.value - b.data.value);
};

/** The place below the pointer that takes what is moved; by keyboard the one whose point is reached. */
export const detectTarget: CollisionDetection = (args) => {
  const dragged = draggedOf(args.active);
  if (!dragged) return [];
  const droppableContainers = args.droppableContainers.filter((one) => accepts(dragged, placeOf(one).target));
  const byId = new Map(droppableContainers.map((one) => [one.id, one]));
  const { pointerCoordinates: pointer } = args;
  const found = (pointer ? pointerWithin : nearestPoint)({ ...args, droppableContainers });
  const places = found.map(({ id }) => ({ id, place: placeOf(byId.get(id)!) }));
  const nearest = pointer ? places.sort((a, b) => byNearness(a.place) - byNearness(b.place))[0] : places[0];
  if (!nearest) return [];
  const { id, place } = nearest;
  const rect = args.droppableRects.get(id);
  const target =
    pointer && rect && place.after && isBehind(place, rect, pointer) ? place.after : place.target;
  return [{ id, data: { target } }];
};

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Arrow keys go from place to place, in the order in which one reads. */
export const nextPlace: KeyboardCoordinateGetter = (event, { context }) => {
  const by = STEPS[event.code];
  const { active, collisionRect: moved, droppableContainers, droppableRects, over } = context;
  const dragged = draggedOf(active);
  if (!by || !dragged || !moved) return undefined;
  event.preventDefault();
  const places = droppableContainers
    .getEnabled()
    .filter((one) => accepts(dragged, placeOf(one).target))
    .flatMap((one) => {
      const rect = droppableRects.get(one.id);
      return rect ? [{ id: one.id, point: pointOf(placeOf(one), rect) }] : [];
    })
    .sort((a, b) => a.point.y - b.point.y || a.point.x - b.point.x);
  const at = places.findIndex(({ id }) => id === over?.id);
  const next = places[Math.min(Math.max(at + by, 0), places.length - 1)];
  if (!next) return undefined;
  return { x: next.point.x - moved.width / 2, y: next.point.y - moved.height / 2 };
};
