export default definePageConfig({ navigationBarTitleText: '申请代表单位' })
