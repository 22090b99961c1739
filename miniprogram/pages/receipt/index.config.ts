export default definePageConfig({
  navigationBarTitleText: '选票回执',
})
