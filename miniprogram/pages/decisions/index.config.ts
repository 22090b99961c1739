export default definePageConfig({
  navigationBarTitleText: '选票处理公示',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
