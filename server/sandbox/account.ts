/** The official account that the sandbox plays: what an account's settings page would show. Good for nothing elsewhere. */
export const SANDBOX_ACCOUNT = {
  appid: 'wxsandboxaccount01',
  secret: '5a4d0b0c6f1e4e7d9a8b7c6d5e4f3a21',
  token: 'sandboxtoken',
  aesKey: 'pingxuanSandboxEncodingKey0123456789ABCDEFG',
}

/** The mini-program that the sandbox plays. */
export const SANDBOX_WEAPP = {
  appid: 'wxsandboxweapp0001',
  secret: '1f2e3d4c5b6a79880f1e2d3c4b5a6978',
  token: 'sandboxweapptoken',
  aesKey: 'pingxuanSandboxWeappKey0123456789ABCDEFGHIJ',
}

/** The templates that the two have added, by what the site uses them for, and what it enters in their fields. */
export const SANDBOX_TEMPLATES = {
  account: {
    progress: {
      id: 'sandbox-account-progress-a7Qm2vLr9TzXcK4wYpNe',
      fields: { thing1: 'subject', phrase2: 'state', time3: 'at', thing4: 'title' },
    },
    announcement: {
      id: 'sandbox-account-announcement-Qw7eRt5yUi3oPa1sDf9g',
      fields: { thing1: 'title', thing2: 'text', time3: 'at' },
    },
  },
  weapp: {
    progress: {
      id: 'sandbox-weapp-progress-Jd8sUf3hBn6kGi1oRxEt5C',
      fields: { thing2: 'subject', phrase5: 'state', date3: 'at', thing7: 'title' },
    },
    announcement: {
      id: 'sandbox-weapp-announcement-Zx6cVb4nMl2kJh8gFd0s',
      fields: { thing1: 'title', thing3: 'text', time2: 'at' },
    },
  },
} as const

/** The account's 模板消息. */
export const SANDBOX_TEMPLATE_MESSAGES = {
  announcement: {
    id: 'sandbox-template-announcement-Hj2kLm4nBv6cXz8aSd0f',
    fields: { thing1: 'title', thing2: 'text', time3: 'at' },
  },
} as const
