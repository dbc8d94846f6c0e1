import { useSyncExternalStore } from 'react';

const phone = matchMedia('(max-width: 767px)');

const subscribe = (listener: () => void) => {
  phone.addEventListener('change', listener);
  return () => phone.removeEventListener('change', listener);
};

/** Whether the page is laid out for a phone: cards, bottom navigation, sheets. */
export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => phone.matches);

const subscribeOnline = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

export const useIsOnline = (): boolean => useSyncExternalStore(subscribeOnline, () => navigator.onLine);
