// biome-ignore lint/style/noProcessEnv: a constant of the build, not of the machine
const web = process.env.TARO_ENV === 'h5'

const tab = (page: string, text: string, icon: string) => ({
  pagePath: `pages/${page}/index`,
  text,
  iconPath: `assets/tab-${icon}.png`,
  selectedIconPath: `assets/tab-${icon}-on.png`,
})

export default defineAppConfig({
  pages: [
    'pages/home/index',
    'pages/candidates/index',
    'pages/mine/index',
    'pages/candidate/index',
    'pages/ballot/index',
    'pages/review/index',
    'pages/receipt/index',
    'pages/rules/index',
    'pages/draws/index',
    'pages/nominations/index',
    'pages/nomination/index',
    'pages/nomination-form/index',
    'pages/nomination-preview/index',
    'pages/claim/index',
    'pages/claim-request/index',
    'pages/messages/index',
    'pages/cases/index',
    'pages/experience/index',
    'pages/certificate/index',
    'pages/summit/index',
    'pages/results/index',
    'pages/objections/index',
    'pages/scoring-door/index',
    'pages/scoring/index',
    'pages/scoring-sheet/index',
    'pages/missing/index',
  ],
  // Fetched when they are first opened, so that the first page comes sooner; their addresses are as those of any other.
  subPackages: ['announcements', 'announcement', 'ledger', 'decisions'].map((page) => ({
    root: `pages/${page}`,
    pages: ['index'],
  })),
  animation: false,
  window: {
    navigationBarTitleText: '荆楚问政系列评选',
    navigationBarBackgroundColor: '#8c1a15',
    navigationBarTextStyle: 'white',
    backgroundColor: '#f6f4f1',
    backgroundTextStyle: 'dark',
    ...(web ? { navigationStyle: 'custom' as const } : {}),
  },
  // The web has navigation of its own (components/navigation): links one can open in a new tab.
  ...(web
    ? {}
    : {
        lazyCodeLoading: 'requiredComponents',
        tabBar: {
          color: '#5c5550',
          selectedColor: '#a8201a',
          backgroundColor: '#ffffff',
          borderStyle: 'white' as const,
          list: [tab('home', '首页', 'home'), tab('candidates', '候选', 'list'), tab('mine', '我的', 'mine')],
        },
      }),
})
