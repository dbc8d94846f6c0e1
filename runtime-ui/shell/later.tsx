import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

/**
 * A component whose code comes when it is first shown. Unlike React's `lazy` it does not go through
 * Suspense, which holds back what follows a fallback for 300 ms: a board would wait for that before it
 * even asks for its records. `placeholder` stands in its place until then.
 */
export function later<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  placeholder: ReactNode = null,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: `later` is called once, by a module
  return function Later(props: Props) {
    const [state, setState] = useState<'loading' | 'loaded' | { readonly error: unknown }>('loading');
    useEffect(() => {
      let isShown = true;
      loading ??= load().then((module) => {
        Loaded = module.default;
      });
      loading.then(
        () => isShown && setState('loaded'),
        (error: unknown) => {
          loading = undefined;
          if (isShown) setState({ error });
        },
      );
      return () => {
        isShown = false;
      };
    }, []);
    if (typeof state === 'object') throw state.error;
    return Loaded ? <Loaded {...props} /> : placeholder;
  };
}
