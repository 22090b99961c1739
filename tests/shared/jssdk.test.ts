import { pageToSign } from '@shared/jssdk/rules'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.49'
const ANDROID = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 MicroMessenger/8.0.49'
const DESK = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 MicroMessenger/7.0 WindowsWechat'

const landing = 'https://px.example.cn/home?from=timeline#handoff=x'
const current = 'https://px.example.cn/candidate?id=a03#deeds'

test('on iOS the page one landed on is signed, wherever one has gone since', () => {
  expect(pageToSign({ landing, current, userAgent: IPHONE })).toBe('https://px.example.cn/home?from=timeline')
})

test.each([ANDROID, DESK])('elsewhere the page that is open is signed: %s', (userAgent) => {
  expect(pageToSign({ landing, current, userAgent })).toBe('https://px.example.cn/candidate?id=a03')
})
