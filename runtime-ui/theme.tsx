import { App as AntdApp, theme as antd, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import type { Locale } from 'antd/es/locale/index.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { nonce } from './csp.ts';
import { type Language, useTexts } from './i18n/index.ts';
import { useIsPhone } from './shell/screen.ts';

export type Appearance = 'light' | 'dark' | 'system';

const KEPT = 'guanxi.appearance';
const PRIMARY = '#1060d0';
/** darker, where antd's is lighter: white on it keeps its contrast */
const PRIMARY_HOVER = '#0c52b4';
const ABOVE_BOTTOM_BAR = 68;

const AppearanceContext = createContext<{
  appearance: Appearance;
  setAppearance: (next: Appearance) => void;
}>({
  appearance: 'system',
  setAppearance: () => {},
});

export const useAppearance = () => useContext(AppearanceContext);

const readAppearance = (): Appearance => {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

function useMedia(text: string): boolean {
  const query = useMemo(() => matchMedia(text), [text]);
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const listen = () => setMatches(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, [query]);
  return matches;
}

/** antd's ES files say nothing of being modules, so TypeScript takes their default for a namespace. */
const LOCALES = { en: enUS, 'zh-CN': zhCN } as unknown as Readonly<Record<Language, Locale>>;

const FONT =
  "-apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif";

/** Tones that reach 4.5:1 on both grounds; antd's own greys and blue do not. */
const LIGHT = {
  colorTextDescription: '#5c6470',
  colorTextPlaceholder: '#666c79',
  colorTextTertiary: '#5c6470',
  colorLink: PRIMARY,
  colorError: '#cf1322',
};
const DARK = {
  colorTextDescription: '#a3abb8',
  colorTextPlaceholder: '#949cab',
  colorTextTertiary: '#a3abb8',
  colorLink: '#6ea8fe',
  colorError: '#ff7875',
  colorBgLayout: '#0f1113',
  colorBgContainer: '#17191c',
  colorBgElevated: '#212429',
  colorBorder: '#474d56',
  colorBorderSecondary: '#2d3137',
};

/** A finger's and WCAG's least size of a target. */
const TARGETS = { Switch: { trackHeight: 24, handleSize: 20 } };
const STAR = '#b45309';
const DARK_STAR = '#f0b429';

/** antd's look and language, and the same tones as CSS variables for our own parts. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useTexts();
  const [appearance, keep] = useState(readAppearance);
  const isSystemDark = useMedia('(prefers-color-scheme: dark)');
  const isPhone = useIsPhone();
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const isDark = appearance === 'system' ? isSystemDark : appearance === 'dark';
  const star = isDark ? DARK_STAR : STAR;
  const link = isDark ? DARK.colorLink : PRIMARY;
  const context = useMemo(() => {
    const setAppearance = (next: Appearance) => {
      localStorage.setItem(KEPT, next);
      keep(next);
    };
    return { appearance, setAppearance };
  }, [appearance]);
  return (
    <AppearanceContext value={context}>
      <ConfigProvider
        csp={{ nonce }}
        locale={LOCALES[language]}
        button={{ autoInsertSpace: false }}
        theme={{
          algorithm: isDark ? antd.darkAlgorithm : antd.defaultAlgorithm,
          token: {
            motion: !isStill,
            colorPrimary: PRIMARY,
            borderRadius: 6,
            fontFamily: FONT,
            ...(isDark ? DARK : LIGHT),
          },
          components: {
            ...TARGETS,
            Button: {
              colorPrimaryHover: PRIMARY_HOVER,
              defaultHoverColor: link,
              defaultHoverBorderColor: link,
            },
            Rate: { starSize: 24, starColor: star, starBg: isDark ? '#4a5059' : '#c3c9d2' },
            ...(isDark && {
              Tabs: { itemSelectedColor: DARK.colorLink },
              Segmented: { itemSelectedColor: '#fff' },
            }),
          },
        }}
      >
        <AntdApp
          component={false}
          message={{ maxCount: 2 }}
          notification={{ placement: 'bottomLeft', bottom: isPhone ? ABOVE_BOTTOM_BAR : 24 }}
        >
          <Variables isDark={isDark} />
          {children}
        </AntdApp>
      </ConfigProvider>
    </AppearanceContext>
  );
}

/** On the root element, so that drawers and menus, which stand outside of ours, have them too. */
function Variables({ isDark }: { isDark: boolean }) {
  const { token } = antd.useToken();
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.colorScheme = isDark ? 'dark' : 'light';
    for (const [name, value] of Object.entries({
      ground: token.colorBgLayout,
      surface: token.colorBgContainer,
      raised: token.colorBgElevated,
      line: token.colorBorderSecondary,
      control: token.colorBorder,
      text: token.colorText,
      'text-soft': token.colorTextTertiary,
      'text-faint': token.colorTextPlaceholder,
      hover: token.colorFillTertiary,
      fill: token.colorFillQuaternary,
      primary: token.colorPrimary,
      'primary-text': isDark ? DARK.colorLink : PRIMARY,
      'primary-soft': isDark ? '#17304f' : '#e8f0fc',
      error: token.colorError,
      star: isDark ? DARK_STAR : STAR,
    })) {
      style.setProperty(`--gx-${name}`, value);
    }
  }, [token, isDark]);
  return null;
}
