import type { ThemeConfig } from 'antd'

/** The colours of the public site (miniprogram/style): deep Chinese red on white and warm greys. Text meets WCAG AA. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#a8201a',
    colorLink: '#a8201a',
    colorInfo: '#2c5a86',
    colorSuccess: '#2b6a45',
    colorWarning: '#8f5f10',
    colorError: '#b42318',
    colorPrimaryBg: '#faf0ee',
    colorInfoBg: '#eef3f8',
    colorInfoBorder: '#c5d5e4',
    colorSuccessBg: '#ebf3ed',
    colorSuccessBorder: '#bcd6c5',
    colorWarningBg: '#f8f1e2',
    colorWarningBorder: '#e3cf9f',
    colorErrorBg: '#faf0ee',
    colorErrorBorder: '#e9c9c4',
    colorText: '#231e1b',
    colorTextSecondary: '#544d48',
    colorTextTertiary: '#6d655f',
    colorTextQuaternary: '#6d655f',
    colorTextDescription: '#6d655f',
    colorTextPlaceholder: '#756c65',
    colorBgLayout: '#f6f4f1',
    colorBorder: '#cbc4bc',
    colorBorderSecondary: '#e5e0da',
    borderRadius: 6,
    fontFamily:
      '-apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  },
  components: {
    Layout: {
      headerBg: '#8c1a15',
      headerColor: '#fff',
      headerHeight: 56,
      headerPadding: '0 24px',
      siderBg: '#fff',
    },
    Table: { headerBg: '#f6f4f1', headerColor: '#544d48' },
  },
}
