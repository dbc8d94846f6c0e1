/** The nonce of this answer's Content-Security-Policy, as Vite's tag carries it. */
export const nonce: string | undefined =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined;

/**
 * Some of antd's parts (scroll locker, scroll bar measure) add <style> elements without the nonce they
 * are configured with. Our own scripts are trusted with styles, so every style element they make gets it.
 */
if (nonce) {
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
