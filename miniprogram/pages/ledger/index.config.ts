export default definePageConfig({
  navigationBarTitleText: '公开账本',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
