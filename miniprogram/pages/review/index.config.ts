export default definePageConfig({
  navigationBarTitleText: '核对选票',
})
