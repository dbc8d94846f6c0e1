import { type ActorAttribute, actorValue } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { Clock } from '../expression/index.ts';
import { timeOf } from '../model/index.ts';
import type { SoughtTitle, SoughtWord } from '../search/index.ts';
import type { SensitiveFields } from './sensitive.ts';

/** What the parameters behind those of the filter are taken from when a remembered statement runs. */
export interface Bindings {
  readonly ctx: RequestContext;
  readonly limit: number;
  readonly offset: number;
  /** what is looked for */
  readonly words?: readonly SoughtWord[];
  readonly title?: SoughtTitle;
  readonly position?: readonly (string | null)[];
  readonly id?: string;
}

/** A value that follows from the clock of the request. */
export type MovingValue = (at: Clock) => unknown;

export const valueAt = (value: MovingValue, { now, model }: RequestContext): unknown =>
  value({ now, ...timeOf(model) });

export type Source = (bindings: Bindings) => unknown;

/** The parameters of a statement while its text is made. Every value is bound; none gets into the text. */
export interface Binder {
  /** values of this request: those that the filter holds */
  readonly values: unknown[];
  /** where later requests of the same shape take the parameters behind them */
  readonly sources: readonly Source[];
  parameter(value: unknown, type: string): string;
  source(source: Source, type: string): string;
  /** a value of who acts; of a remembered statement taken anew each time */
  actor(attribute: ActorAttribute): string;
  /** what moves from request to request, worked out anew for each; one function is bound once */
  moving(value: MovingValue, type: string): string;
  /** fields of the statement whose readers are kept */
  readonly sensitive: SensitiveFields;
  /** the filter is done: what is numbered from here on belongs to the statement of every such request */
  seal(): string;
}

export function makeBinder(ctx: RequestContext): Binder {
  const values: unknown[] = [];
  const sources: Source[] = [];
  const actors = new Map<ActorAttribute, number>();
  const moved = new Map<MovingValue, string>();
  let isSealed = false;
  const parameter: Binder['parameter'] = (value, type) => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const source: Binder['source'] = (given, type) => {
    sources.push(given);
    return `$${values.length + sources.length}::${type}`;
  };
  return {
    values,
    sources,
    parameter,
    source,
    sensitive: new Map(),
    moving: (value, type) => {
      const placeholder =
        moved.get(value) ??
        (isSealed ? source(({ ctx: at }) => valueAt(value, at), type) : parameter(valueAt(value, ctx), type));
      moved.set(value, placeholder);
      return placeholder;
    },
    actor: (attribute) => {
      const { type, of } = actorValue(attribute);
      let number = actors.get(attribute);
      if (number === undefined) {
        if (isSealed) sources.push(({ ctx: at }) => of(at.actor));
        else values.push(of(ctx.actor));
        number = values.length + sources.length;
        actors.set(attribute, number);
      }
      return `$${number}::${type}`;
    },
    seal: () => {
      isSealed = true;
      return `${values.length} ${[...actors]} ${[...moved.values()]}`;
    },
  };
}
