export default definePageConfig({
  navigationBarTitleText: '候选名单',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
