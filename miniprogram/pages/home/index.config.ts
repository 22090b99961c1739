export default definePageConfig({
  navigationBarTitleText: '荆楚问政系列评选',
  enableShareAppMessage: true,
  enableShareTimeline: true,
})
