export default definePageConfig({ navigationBarTitleText: '预览与提交' })
