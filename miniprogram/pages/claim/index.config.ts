export default definePageConfig({ navigationBarTitleText: '认领单位' })
