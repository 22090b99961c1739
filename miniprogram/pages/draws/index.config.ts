export default definePageConfig({ navigationBarTitleText: '编号抽签' })
