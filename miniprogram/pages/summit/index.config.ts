export default definePageConfig({
  navigationBarTitleText: '峰会邀请',
})
