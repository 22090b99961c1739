export default definePageConfig({
  navigationBarTitleText: '候选事迹',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
