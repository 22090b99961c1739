export default definePageConfig({
  navigationBarTitleText: '经验谈',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
