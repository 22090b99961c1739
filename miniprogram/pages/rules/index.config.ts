export default definePageConfig({
  navigationBarTitleText: '评选规则',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
